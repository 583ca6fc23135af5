import type { StopReason } from '@parley/contracts';
import type { ModelCall, ModelEvent, ModelProvider } from '../../../providers/port.ts';

/** One call of a model, in the hands of a test. */
export interface ScriptedCall {
  readonly call: ModelCall;
  readonly signal: AbortSignal;
  send(event: ModelEvent): void;
  /** Text deltas in the part `text`, which is started when need be. */
  say(...deltas: string[]): void;
  finish(stopReason?: StopReason): void;
  /** Throws after whatever was sent. */
  fail(error: unknown): void;
  /** Resolves when the reader has gone: the socket would be closed now. */
  readonly closed: Promise<void>;
}

export interface ScriptedModel {
  readonly provider: ModelProvider;
  /** The next call that was made, or will be. */
  nextCall(): Promise<ScriptedCall>;
  readonly calls: ScriptedCall[];
}

type Step = { readonly event: ModelEvent } | { readonly error: unknown } | 'end';

/** A `ModelProvider` without a network whose every event a test decides. An abort ends the iteration as the port says. */
export function createScriptedModel(): ScriptedModel {
  const calls: ScriptedCall[] = [];
  let taken = 0;
  let arrival = Promise.withResolvers<void>();

  async function* stream(call: ModelCall, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const steps: Step[] = [];
    let wake = Promise.withResolvers<void>();
    let started = false;
    const closed = Promise.withResolvers<void>();
    const push = (step: Step): void => {
      steps.push(step);
      wake.resolve();
    };
    calls.push({
      call,
      signal,
      closed: closed.promise,
      send: (event) => push({ event }),
      say(...deltas) {
        if (!started) push({ event: { type: 'text-start', part: 'text' } });
        started = true;
        for (const delta of deltas) push({ event: { type: 'text-delta', part: 'text', delta } });
      },
      finish(stopReason = 'end') {
        if (started) push({ event: { type: 'text-end', part: 'text' } });
        push({ event: { type: 'finish', stopReason } });
        push('end');
      },
      fail: (error) => push({ error }),
    });
    arrival.resolve();
    arrival = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => wake.resolve(), { once: true });
    try {
      for (;;) {
        if (signal.aborted) return;
        const step = steps.shift();
        if (step === undefined) {
          wake = Promise.withResolvers<void>();
          await wake.promise;
        } else if (step === 'end') return;
        else if ('error' in step) throw step.error;
        else yield step.event;
      }
    } finally {
      closed.resolve();
    }
  }

  return {
    calls,
    provider: { models: async () => [], stream },
    async nextCall() {
      while (calls.length <= taken) await arrival.promise;
      taken += 1;
      return calls[taken - 1]!;
    },
  };
}
