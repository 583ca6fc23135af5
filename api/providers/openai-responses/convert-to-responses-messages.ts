import { isKnownPart, type Part } from '@parley/contracts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import { convertWithFiles } from './convert-responses-files.ts';
import { unwrapReasoning } from './reasoning-signature.ts';
import type { ResponsesItem } from './responses-types.ts';

const isSaid = (text: string): boolean => text.trim() !== '';

const textOf = (parts: readonly Part[]): string =>
  parts
    .filter(isKnownPart)
    .flatMap((part) => ((part.type === 'text' || part.type === 'summary') && isSaid(part.text) ? [part.text] : []))
    .join('\n\n');

function reasoningItem(text: string, signature: string): ResponsesItem[] {
  const sealed = unwrapReasoning(signature);
  if (!sealed) return [];
  const summary = text === '' ? [] : [{ type: 'summary_text' as const, text }];
  return [{ type: 'reasoning', id: sealed.id, summary, encrypted_content: sealed.content }];
}

const isReasoning = (item: ResponsesItem | undefined): boolean => item !== undefined && 'type' in item && item.type === 'reasoning';

/**
 * An answer of ours is one message; here its reasoning, its words, each call and each result are items of their own. Calls and results without
 * their counterpart are left out, like reasoning that OpenAI did not seal. Reasoning that led to nothing would be refused.
 */
function convertAnswer(parts: readonly Part[]): ResponsesItem[] {
  const known = parts.filter(isKnownPart);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const items: ResponsesItem[] = [];

  /** Text parts in a row are one text: the later ones continued the earlier. */
  function addText(text: string): void {
    const last = items.at(-1);
    if (last && 'role' in last && typeof last.content === 'string') items[items.length - 1] = { ...last, content: last.content + text };
    else if (isSaid(text)) items.push({ role: 'assistant', content: text });
  }
  for (const part of known) {
    if (part.type === 'text' || part.type === 'summary') addText(part.text);
    else if (part.type === 'reasoning' && part.signature !== undefined) items.push(...reasoningItem(part.text, part.signature));
    else if (part.type === 'tool-call' && answered.has(part.callId)) {
      items.push({
        type: 'function_call',
        call_id: part.callId,
        name: part.name,
        arguments: part.arguments === '' ? '{}' : part.arguments,
      });
    } else if (part.type === 'tool-result' && called.has(part.callId)) {
      items.push({ type: 'function_call_output', call_id: part.callId, output: part.content });
    }
  }
  const ledTo = (index: number): ResponsesItem | undefined => items.slice(index + 1).find((item) => !isReasoning(item));
  return items.filter((item, index) => {
    if (!isReasoning(item)) return true;
    const next = ledTo(index);
    return next !== undefined && !('type' in next && next.type === 'function_call_output');
  });
}

const convertMessage = ({ role, parts }: ModelMessage, files: LoadedFiles): ResponsesItem[] => {
  if (role === 'assistant') return convertAnswer(parts);
  const pieces = role === 'user' ? convertWithFiles(parts, files) : null;
  if (pieces !== null) return pieces.length === 0 ? [] : [{ role: 'user', content: pieces }];
  const content = textOf(parts);
  return content === '' ? [] : [{ role, content }];
};

/** The context in the shape of Responses: a list of items, oldest first. Instructions stand apart, in the request itself. */
export const convertToResponsesMessages = ({ messages }: ModelCall, files: LoadedFiles): ResponsesItem[] =>
  messages.flatMap((message) => convertMessage(message, files));
