import { isKnownPart, type Part } from '@parley/contracts';
import { goOn } from '../kit/prefill.ts';
import type { FormatTakes, LoadedFiles } from '../kit/load-files.ts';
import { mergeNeighbours } from '../kit/merge-neighbours.ts';
import { textOf } from '../kit/text-of.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import type { CohereContentPart, CohereMessage, CohereToolCall } from './cohere-types.ts';

/**
 * An answer of ours holds its tool calls, their results and the words around them in one message; here each round of calls is a message of its own,
 * the words before it being its plan, followed by its results. Calls without a result and results without a call are left out, like reasoning.
 */
function convertAnswer(parts: readonly Part[]): CohereMessage[] {
  const known = parts.filter(isKnownPart);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  const answered = new Set(known.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : [])));
  const messages: CohereMessage[] = [];
  let text = '';
  let calls: CohereToolCall[] = [];

  const flush = (): void => {
    if (calls.length > 0) messages.push({ role: 'assistant', tool_calls: calls, ...(text === '' ? {} : { tool_plan: text }) });
    else if (text !== '') messages.push({ role: 'assistant', content: text });
    text = '';
    calls = [];
  };
  for (const part of known) {
    // Text parts in a row are one text: the later ones continued the earlier.
    if (part.type === 'text' || part.type === 'summary') {
      if (calls.length > 0) flush();
      text += part.text;
    } else if (part.type === 'tool-call' && answered.has(part.callId)) {
      calls.push({
        id: part.callId,
        type: 'function',
        function: { name: part.name, arguments: part.arguments === '' ? '{}' : part.arguments },
      });
    } else if (part.type === 'tool-result' && called.has(part.callId)) {
      flush();
      messages.push({ role: 'tool', tool_call_id: part.callId, content: part.content });
    }
  }
  flush();
  return messages;
}

/** What Cohere's models with eyes take. */
export const cohereTakes: FormatTakes = { image: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] };

/** A person's message as pieces in their order; null where no image is among them. */
function convertWithImages(parts: readonly Part[], files: LoadedFiles): CohereContentPart[] | null {
  const known = parts.filter(isKnownPart);
  if (!known.some(({ type }) => type === 'file')) return null;
  return known.flatMap((part): CohereContentPart[] => {
    if ((part.type === 'text' || part.type === 'summary') && part.text !== '') return [{ type: 'text', text: part.text }];
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    if (file === undefined || file.kind === 'text') return [];
    return [{ type: 'image_url', image_url: { url: `data:${file.mediaType};base64,${file.base64}` } }];
  });
}

const convertMessage = ({ role, parts }: ModelMessage, files: LoadedFiles): CohereMessage[] => {
  if (role === 'assistant') return convertAnswer(parts);
  const pieces = convertWithImages(parts, files);
  if (pieces !== null) return pieces.length === 0 ? [] : [{ role, content: pieces }];
  const content = textOf(parts);
  return content === '' ? [] : [{ role, content }];
};

/** The context in the shape of Cohere's chat, version 2. An answer to go on from is asked for in words: its reference has no other way. */
export function convertToCohereMessages({ instructions, messages }: ModelCall, files: LoadedFiles): CohereMessage[] {
  const system: CohereMessage[] =
    instructions === undefined || instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }];
  const converted = mergeNeighbours([...system, ...messages.flatMap((message) => convertMessage(message, files))]);
  return converted.at(-1)?.role === 'assistant' ? [...converted, { role: 'user', content: goOn }] : converted;
}
