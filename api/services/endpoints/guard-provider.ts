import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../../providers/port.ts';
import type { Gate } from './gate.ts';

interface Guard {
  /** Null: nobody counts the calls. */
  readonly gate: Gate | null;
  /** Milliseconds from the call, when it is let in, to the first thing the model says. */
  readonly firstTokenMs: number;
  readonly name: string;
}

type Result = IteratorResult<ModelEvent, undefined>;

const over: Result = { value: undefined, done: true };

/**
 * The same provider, its streams held to an endpoint's rules: each waits for its place at the gate, and one that does not begin to say
 * something in time fails with `provider.timeout`. A warning is nothing a model says. After the first event it only looks for the end.
 */
export function guardProvider(provider: ModelProvider, guard: Guard): ModelProvider {
  return {
    models: (signal) => provider.models(signal),
    leavesOut: (call) => provider.leavesOut?.(call) ?? [],
    stream: (call, signal) => ({ [Symbol.asyncIterator]: () => guarded(provider, guard, call, signal) }),
  };
}

function guarded(
  provider: ModelProvider,
  { gate, firstTokenMs, name }: Guard,
  call: ModelCall,
  signal: AbortSignal,
): AsyncIterator<ModelEvent, undefined> {
  const own = new AbortController();
  let inner: AsyncIterator<ModelEvent, unknown> | undefined;
  let leave: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let late: ProviderError | undefined;
  let ended = false;
  const abort = (): void => own.abort(signal.reason);

  function end(): void {
    ended = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    leave?.();
  }

  /** True once the stream may be read; false when the run was aborted meanwhile. */
  async function start(): Promise<boolean> {
    if (signal.aborted) return false;
    try {
      leave = gate ? await gate.enter(signal) : undefined;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
    signal.addEventListener('abort', abort, { once: true });
    timer = setTimeout(() => {
      late = new ProviderError('provider.timeout', `${name} did not begin to answer within ${firstTokenMs / 1_000} seconds.`);
      own.abort(late);
    }, firstTokenMs);
    inner = provider.stream(call, own.signal)[Symbol.asyncIterator]();
    return true;
  }

  const seen = (result: IteratorResult<ModelEvent, unknown>): Result => {
    if (result.done) {
      end();
      if (late) throw late;
      return over;
    }
    if (timer !== undefined && result.value.type !== 'warning') {
      clearTimeout(timer);
      timer = undefined;
    }
    return result;
  };
  const failed = (error: unknown): never => {
    end();
    throw late ?? error;
  };

  return {
    next() {
      if (inner) return inner.next().then(seen, failed);
      if (ended) return Promise.resolve(over);
      return start().then((may) => {
        if (may) return inner!.next().then(seen, failed);
        end();
        return over;
      }, failed);
    },
    async return() {
      end();
      await inner?.return?.();
      return over;
    },
  };
}
