import { isKnownPart, type Part } from '@parley/contracts';
import type { LeftOut, ModelCall } from '../port.ts';

function asWords(part: Part): Part {
  if (!isKnownPart(part)) return part;
  if (part.type === 'tool-call') return { type: 'text', id: part.id, text: `[Call of ${part.name} with ${part.arguments}]` };
  return part.type === 'tool-result' ? { type: 'text', id: part.id, text: `[Result] ${part.content}` } : part;
}

const hasTools = ({ messages }: ModelCall): boolean =>
  messages.some(({ parts }) => parts.some(({ type }) => type === 'tool-call' || type === 'tool-result'));

/**
 * For a model that is known to take no tools: what other models called, and what they were told, as words, with the sentence that says so. Any other call
 * comes back as it is.
 */
export function toolsAsWords(call: ModelCall): { readonly call: ModelCall; readonly leftOut: readonly LeftOut[] } {
  if (call.accepts?.tools !== false || call.tools !== undefined || !hasTools(call)) return { call, leftOut: [] };
  const messages = call.messages.map(({ role, parts }) => ({ role, parts: parts.map(asWords) }));
  const message = `${call.model} takes no tools: the calls of tools in this chat are sent as words.`;
  return { call: { ...call, messages }, leftOut: [{ code: 'tools.as-words', message }] };
}
