import { madeWords, withWarnings, type WholeAnswer } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';
import { chatCitation, chatImage, chatUsage, finishReason } from './chat-words.ts';

/** A whole answer as a chat completion. `created` in seconds. */
export function writeChatAnswer({ parts, sources, warnings, usage, stopReason }: WholeAnswer, model: string, created: number): object {
  const textOf = (type: 'text' | 'reasoning'): string => parts.map((part) => (part.type === type ? part.text : '')).join('');
  const calls = parts.flatMap((part) =>
    part.type === 'tool-call' ? [{ id: part.callId, type: 'function', function: { name: part.name, arguments: part.arguments } }] : [],
  );
  const files = parts.filter((part) => part.type === 'file');
  const images = files.flatMap((file) => chatImage(file) ?? []);
  const text = textOf('text');
  const thought = textOf('reasoning');
  const message = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(thought === '' ? {} : { reasoning_content: thought }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(images.length === 0 ? {} : { images }),
    ...(sources.length === 0 ? {} : { annotations: sources.map((source) => chatCitation(source, text.length)) }),
  };
  return {
    id: newId('chatcmpl-'),
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(stopReason, calls.length > 0) }],
    usage: chatUsage(usage),
    ...withWarnings([...warnings, ...files.filter((file) => chatImage(file) === undefined).map(madeWords)]),
  };
}
