import { madeWords, type AnswerPart, type Source, type WholeAnswer } from '../kit/answer.ts';
import { callItem, citation, imageItem, itemId, messageItem, reasoningItem, summaryPart, textPart } from './response-items.ts';
import { responseObject, statusOf, type ResponseFrame } from './response-object.ts';

function writeItem(part: AnswerPart, sources: readonly Source[]): object | undefined {
  const id = itemId(part.type);
  if (part.type === 'file') return imageItem(id, part);
  if (part.type === 'tool-call') return callItem(id, 'completed', part);
  if (part.type === 'reasoning') return reasoningItem(id, part.text === '' ? [] : [summaryPart(part.text)], part.signature);
  const annotations = sources.map((source) => citation(source, part.text.length));
  return messageItem(id, 'completed', [textPart(part.text, annotations)]);
}

/** A whole answer as a response. Sources belong to the last words. */
export function writeResponseAnswer({ parts, sources, warnings, usage, stopReason }: WholeAnswer, frame: ResponseFrame): object {
  const last = parts.findLast(({ type }) => type === 'text');
  const output = parts.flatMap((part) => writeItem(part, part === last ? sources : []) ?? []);
  const lost = parts.flatMap((part) => (part.type === 'file' && imageItem('', part) === undefined ? [madeWords(part)] : []));
  return responseObject(frame, { status: statusOf(stopReason), output, usage, stopReason, warnings: [...warnings, ...lost] });
}
