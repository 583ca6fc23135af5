import { isKnownPart, type Part } from '@parley/contracts';
import { asObject, parseJson } from '../kit/tolerant.ts';
import { mergeNeighbours } from '../kit/merge-neighbours.ts';
import { textOf } from '../kit/text-of.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import type { OllamaMessage, OllamaToolCall } from './ollama-types.ts';

/**
 * An answer of ours holds its tool calls, their results and the words around them in one message; here each round of calls is a message of its own,
 * followed by its results, named by their tool. Calls without a result and results without a call are left out, like reasoning.
 */
function convertAnswer(parts: readonly Part[]): OllamaMessage[] {
  const known = parts.filter(isKnownPart);
  const names = new Map(known.flatMap((part) => (part.type === 'tool-call' ? [[part.callId, part.name] as const] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const messages: OllamaMessage[] = [];
  let text = '';
  let calls: OllamaToolCall[] = [];

  const flush = (): void => {
    if (text !== '' || calls.length > 0)
      messages.push({ role: 'assistant', content: text, ...(calls.length > 0 ? { tool_calls: calls } : {}) });
    text = '';
    calls = [];
  };
  for (const part of known) {
    // Text parts in a row are one text: the later ones continued the earlier.
    if (part.type === 'text' || part.type === 'summary') text += part.text;
    else if (part.type === 'tool-call' && answered.has(part.callId)) {
      calls.push({ function: { name: part.name, arguments: asObject(parseJson(part.arguments)) ?? {} } });
    } else if (part.type === 'tool-result' && names.has(part.callId)) {
      flush();
      messages.push({ role: 'tool', content: part.content, tool_name: names.get(part.callId) ?? '' });
    }
  }
  flush();
  return messages;
}

const convertMessage = ({ role, parts }: ModelMessage): OllamaMessage[] => {
  if (role === 'assistant') return convertAnswer(parts);
  const content = textOf(parts);
  return content === '' ? [] : [{ role, content }];
};

/** The context in the shape of `/api/chat`. An answer to go on from is the last message, which Ollama's templates leave open. */
export function convertToOllamaMessages({ instructions, messages }: ModelCall): OllamaMessage[] {
  const system: OllamaMessage[] =
    instructions === undefined || instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }];
  return mergeNeighbours([...system, ...messages.flatMap(convertMessage)]);
}
