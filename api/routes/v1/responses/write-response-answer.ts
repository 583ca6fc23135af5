import type { AnswerPart, Source, WholeAnswer } from '../kit/answer.ts';
import { callItem, citation, itemId, messageItem, reasoningItem, summaryPart, textPart } from './response-items.ts';
import { responseObject, statusOf, type ResponseFrame } from './response-object.ts';

function writeItem(part: AnswerPart, sources: readonly Source[]): object {
  const id = itemId(part.type);
  if (part.type === 'tool-call') return callItem(id, 'completed', part);
  if (part.type === 'reasoning') return reasoningItem(id, part.text === '' ? [] : [summaryPart(part.text)], part.signature);
  const annotations = sources.map((source) => citation(source, part.text.length));
  return messageItem(id, 'completed', [textPart(part.text, annotations)]);
}

/** A whole answer as a response. Sources belong to the last words. */
export function writeResponseAnswer({ parts, sources, warnings, usage, stopReason }: WholeAnswer, frame: ResponseFrame): object {
  const last = parts.findLast(({ type }) => type === 'text');
  const output = parts.map((part) => writeItem(part, part === last ? sources : []));
  return responseObject(frame, { status: statusOf(stopReason), output, usage, stopReason, warnings });
}
