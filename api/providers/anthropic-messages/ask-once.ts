import type { Usage } from '@parley/contracts';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { readAnswer, type AnswerReader, type Refusal } from '../kit/read-answer.ts';

type Asked =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly answer: Refusal }
  | { readonly kind: 'paused'; readonly spent: Usage | undefined };

type CreateReader = (onStopReason: () => void, onPause?: (spent: Usage | undefined) => void) => AnswerReader;

/** How long a connection may take to end behind an answer that is paused, so that it can be used again. */
const lingerMs = 1_000;

/** One request of an answer, to its end or, where it may pause, to its pause. Throws what reading it throws. */
export async function askOnce(
  egress: Egress,
  request: EgressRequest & { readonly signal: AbortSignal },
  key: string | null,
  mayPause: boolean,
  createReader: CreateReader,
): Promise<Asked> {
  if (!mayPause) {
    const answer = await readAnswer(egress, request, key, (onStopReason) => createReader(onStopReason));
    return answer ? { kind: 'refused', answer } : { kind: 'done' };
  }
  const leaving = new AbortController();
  let paused: Extract<Asked, { kind: 'paused' }> | undefined;
  const pausing = Promise.withResolvers<null>();
  const signal = AbortSignal.any([request.signal, leaving.signal]);
  const reading = readAnswer(egress, { ...request, signal }, key, (onStopReason) =>
    createReader(onStopReason, (spent) => {
      paused = { kind: 'paused', spent };
      pausing.resolve(null);
    }),
  );
  // A server that says nothing more and keeps the connection open does not hold up what comes next.
  const answer = await Promise.race([reading, pausing.promise]);
  if (!paused) return answer ? { kind: 'refused', answer } : { kind: 'done' };
  const timer = setTimeout(() => leaving.abort(), lingerMs).unref();
  // The pause is all that this connection had to say: how it ends afterwards is nobody's concern.
  void reading.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
  return paused;
}
