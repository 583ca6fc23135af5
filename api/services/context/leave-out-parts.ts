import { isKnownPart, type Part } from '@parley/contracts';
import type { MessageRow } from '../../storage/ports/messages.ts';

const callOf = (part: Part): string | undefined =>
  isKnownPart(part) && (part.type === 'tool-call' || part.type === 'tool-result') ? part.callId : undefined;

/** A message without some of its parts, and with those alone. A call and its result go together: providers refuse one without the other. */
export function leaveOutParts<Row extends Pick<MessageRow, 'parts'>>(
  message: Row,
  ids: readonly string[],
): { readonly rest: Row; readonly left: Row } {
  const named = new Set(ids);
  const calls = new Set(message.parts.flatMap((part) => (named.has(part.id) ? (callOf(part) ?? []) : [])));
  const isLeft = (part: Part): boolean => named.has(part.id) || calls.has(callOf(part) ?? '');
  return {
    rest: { ...message, parts: message.parts.filter((part) => !isLeft(part)) },
    left: { ...message, parts: message.parts.filter(isLeft) },
  };
}
