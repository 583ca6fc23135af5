import type { AnswerPart, Source, WholeAnswer } from '../kit/answer.ts';
import { madeWords, withWarnings } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';
import { messageCitation, messageStop, messageUsage } from './message-words.ts';
import { redactedData } from './redacted.ts';

/** Arguments as the object they are; those that are none, which a model may write, as an empty one. */
function inputOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // A model's broken JSON is no fault of the caller's, who is told by the missing fields.
    return {};
  }
}

function writeBlock(part: AnswerPart, sources: readonly Source[]): object[] {
  if (part.type === 'tool-call') return [{ type: 'tool_use', id: part.callId, name: part.name, input: inputOf(part.arguments) }];
  if (part.type === 'text')
    return part.text === ''
      ? []
      : [{ type: 'text', text: part.text, citations: sources.length === 0 ? null : sources.map(messageCitation) }];
  if (part.type === 'file') return [];
  const data = redactedData(part.signature);
  return [
    data === undefined ? { type: 'thinking', thinking: part.text, signature: part.signature ?? '' } : { type: 'redacted_thinking', data },
  ];
}

/** A whole answer as a message. Sources belong to the last words. */
export function writeMessageAnswer({ parts, sources, warnings, usage, stopReason }: WholeAnswer, model: string): object {
  const last = parts.findLast(({ type }) => type === 'text');
  return {
    id: newId('msg_'),
    type: 'message',
    role: 'assistant',
    model,
    content: parts.flatMap((part) => writeBlock(part, part === last ? sources : [])),
    stop_reason: messageStop(
      stopReason,
      parts.some(({ type }) => type === 'tool-call'),
    ),
    stop_sequence: null,
    usage: messageUsage(usage),
    ...withWarnings([...warnings, ...parts.flatMap((part) => (part.type === 'file' ? [madeWords(part)] : []))]),
  };
}
