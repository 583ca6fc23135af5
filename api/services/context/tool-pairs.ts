import { isKnownPart, type Part } from '@parley/contracts';

interface Holder {
  readonly parts: readonly Part[];
}

/** The calls whose results are in a message, without the calls themselves. */
function owed({ parts }: Holder): string[] {
  const known = parts.filter(isKnownPart);
  const called = new Set(known.flatMap((part) => (part.type === 'tool-call' ? [part.callId] : [])));
  return known.flatMap((part) => (part.type === 'tool-result' && !called.has(part.callId) ? [part.callId] : []));
}

const calls = ({ parts }: Holder, callIds: readonly string[]): boolean =>
  parts.some((part) => isKnownPart(part) && part.type === 'tool-call' && callIds.includes(part.callId));

/** Whether a message holds results whose calls lie in one of `others`: neither may be sent without the other. */
export const answersCallsOf = (message: Holder, others: readonly Holder[]): boolean => {
  const results = owed(message);
  return results.length > 0 && others.some((other) => calls(other, results));
};
