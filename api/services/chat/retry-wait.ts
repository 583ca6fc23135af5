import { errorTable, type ErrorCode } from '@parley/contracts';
import { ProviderError } from '../../providers/port.ts';

/** When a model is asked again after a failure. Milliseconds. */
export interface RetryRules {
  /** The first pause; each further one is twice as long, up to `retryPauseMost`. */
  readonly retryPause: number;
  readonly retryPauseMost: number;
  /** A provider that asks for a longer wait than this is not waited for. */
  readonly retryAfterMost: number;
  /** Once the model has taken so long, nobody is made to wait for it a second time. */
  readonly retryWithin: number;
}

/** How often a model is asked again where its endpoint says nothing else. */
export const defaultRetries = 2;

interface Tries {
  /** Attempts that failed at this model so far, the last one included. */
  readonly failed: number;
  readonly retries: number;
  /** Since this model was first asked. */
  readonly elapsed: number;
}

/**
 * Milliseconds to wait before the model is asked again, or null when it is not: for failures that a repeated request does not mend, when
 * its retries are used up, and when it asks for a longer wait than anybody should have. The provider's own word on that counts for more than ours. With jitter, so that the requests of
 * many do not come back all at once. The caller must know that nothing has arrived yet.
 */
export function retryWait(error: unknown, { failed, retries, elapsed }: Tries, rules: RetryRules, random = Math.random): number | null {
  if (!(error instanceof ProviderError) || error.code === 'endpoint.busy') return null;
  if (!(error.repeatable ?? errorTable[error.code].retryable)) return null;
  if (failed > retries || elapsed > rules.retryWithin) return null;
  // No time at all, or one that has passed by our clock, is no reason to ask at once and again at once.
  if (error.retryAfter !== undefined && error.retryAfter > 0) {
    const asked = error.retryAfter * 1_000;
    return asked > rules.retryAfterMost ? null : asked * (1 + random() / 10);
  }
  const pause = Math.min(rules.retryPause * 2 ** (failed - 1), rules.retryPauseMost);
  return pause * (0.5 + random() / 2);
}

/** Not retryable as they are, but no fault of the question either: another model may well answer it. */
const elsewhere = new Set<ErrorCode>([
  'provider.key-refused',
  'provider.forbidden',
  'provider.quota-exhausted',
  'provider.model-not-found',
]);

/** Whether another model may be asked in place of one that failed so. */
export const mayFallBack = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && (errorTable[error.code].retryable || elsewhere.has(error.code));
