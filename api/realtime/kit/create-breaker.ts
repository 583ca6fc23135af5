import type { Logger } from '../../logger.ts';

interface BreakerOptions {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** Said once when the store is lost, and once when it is back. */
  readonly lost: string;
  readonly back: string;
  /** Milliseconds an answer may take. */
  readonly patience?: number;
  /** Milliseconds between questions to a lost store; meanwhile nobody waits for it. */
  readonly askEvery?: number;
  readonly now?: () => number;
}

/** Stands before a store that may be lost, so that its loss costs one wait a second and one line in the log. */
export interface Breaker {
  /** What the store says, or, when it fails, is slow, or was lost a moment ago, what `instead` says. */
  run<Value>(ask: () => Promise<Value>, instead: () => Value | Promise<Value>): Promise<Value>;
}

/** Rejects when an answer takes too long; a late failure is nobody's any more. */
async function inTime<Value>(answer: Promise<Value>, patience: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${patience} ms`)), patience);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

export function createBreaker({
  logger,
  lost,
  back,
  patience = 1_000,
  askEvery = 1_000,
  now = () => performance.now(),
}: BreakerOptions): Breaker {
  let askAgainAt: number | null = null;

  function failed(error: unknown): void {
    if (askAgainAt === null) logger.error({ reason: String(error) }, lost);
    askAgainAt = now() + askEvery;
  }

  function answered(): void {
    if (askAgainAt !== null) logger.info({}, back);
    askAgainAt = null;
  }

  return {
    async run(ask, instead) {
      if (askAgainAt !== null && now() < askAgainAt) return instead();
      // Whoever asks a lost store asks for all: the others go on without it.
      if (askAgainAt !== null) askAgainAt = now() + askEvery;
      try {
        const answer = await inTime(ask(), patience);
        answered();
        return answer;
      } catch (error) {
        failed(error);
        return instead();
      }
    },
  };
}
