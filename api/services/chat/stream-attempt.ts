import type { StopReason } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../../providers/port.ts';
import type { KeepMade } from './keep-made.ts';
import type { ModelEventMapper } from './map-model-events.ts';

/** Made once: the reason that `abort` makes for itself carries a stack and costs half a millisecond a turn. */
const over = new Error('The attempt is over.');

interface Attempt {
  readonly provider: ModelProvider;
  readonly call: ModelCall;
  readonly mapper: ModelEventMapper;
  /** The run's; aborting it ends the attempt. */
  readonly signal: AbortSignal;
  readonly abortGrace: number;
  /** Hears each event before it is used. */
  readonly observe?: (event: ModelEvent) => void;
  readonly keep: KeepMade;
}

/**
 * Streams one call of a model into the mapper. Answers why the model stopped, or null when the run was aborted, after which no
 * event is let through. Throws what the provider throws, and `provider.cut-off` when its stream ends without a finish.
 */
export async function streamAttempt({ provider, call, mapper, signal, abortGrace, observe, keep }: Attempt): Promise<StopReason | null> {
  // Whatever ends this attempt also closes the provider's socket: a cap that was reached, a log that refused.
  const own = new AbortController();
  const ended = new AbortController();
  const abandoned = Promise.withResolvers<void>();
  let grace: NodeJS.Timeout | undefined;
  const abort = (): void => {
    own.abort(signal.reason);
    grace = setTimeout(abandoned.resolve, abortGrace);
  };
  if (signal.aborted) return null;
  signal.addEventListener('abort', abort, { once: true });

  let finish: StopReason | null = null;
  const read = async (): Promise<void> => {
    mapper.beginAttempt();
    for await (const event of provider.stream(call, own.signal)) {
      observe?.(event);
      if (own.signal.aborted) return;
      if (event.type === 'finish') finish = event.stopReason;
      else if (event.type === 'file') {
        // Somebody who stops the answer meanwhile still gets what has come whole, as long as the run waits for it.
        const kept = await keep(event, ended.signal);
        if (!ended.signal.aborted) mapper.accept(kept);
      } else mapper.accept(event);
    }
  };
  try {
    await Promise.race([read(), abandoned.promise]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    clearTimeout(grace);
    own.abort(over);
    ended.abort(over);
  }
  if (finish === null && !signal.aborted) throw new ProviderError('provider.cut-off', 'The stream ended before the answer did.');
  return finish;
}
