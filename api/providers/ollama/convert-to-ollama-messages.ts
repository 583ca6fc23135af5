import { isKnownPart, type Part } from '@parley/contracts';
import type { FormatTakes, LoadedFiles } from '../kit/load-files.ts';
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

/** What Ollama's models look at: images, of the kinds that its runners decode. */
export const ollamaTakes: FormatTakes = { image: ['image/png', 'image/jpeg', 'image/webp'] };

const imagesOf = (parts: readonly Part[], files: LoadedFiles): string[] =>
  parts.filter(isKnownPart).flatMap((part) => {
    const file = part.type === 'file' ? files.get(part.fileId) : undefined;
    return file === undefined || file.kind === 'text' ? [] : [file.base64];
  });

const convertMessage = ({ role, parts }: ModelMessage, files: LoadedFiles): OllamaMessage[] => {
  if (role === 'assistant') return convertAnswer(parts);
  const content = textOf(parts);
  const images = imagesOf(parts, files);
  return content === '' && images.length === 0 ? [] : [{ role, content, ...(images.length === 0 ? {} : { images }) }];
};

/** Images go with the words of their neighbours. */
function mergeImages(messages: readonly OllamaMessage[]): OllamaMessage[] {
  const withImages = messages.filter(({ images }) => images !== undefined);
  if (withImages.length === 0) return mergeNeighbours(messages);
  const merged: OllamaMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    const [joined, second] = last === undefined ? [message] : mergeNeighbours([last, message]);
    if (last === undefined || second !== undefined || joined === undefined) merged.push(message);
    else {
      const images = [...(last.images ?? []), ...(message.images ?? [])];
      merged[merged.length - 1] = images.length === 0 ? joined : { ...joined, images };
    }
  }
  return merged;
}

/** The context in the shape of `/api/chat`. An answer to go on from is the last message, which Ollama's templates leave open. */
export function convertToOllamaMessages({ instructions, messages }: ModelCall, files: LoadedFiles): OllamaMessage[] {
  const system: OllamaMessage[] =
    instructions === undefined || instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }];
  return mergeImages([...system, ...messages.flatMap((message) => convertMessage(message, files))]);
}
