import type { ModelEvent } from '../port.ts';

/** Where an adapter puts what its provider says. */
export type Sink = (event: ModelEvent) => void;

/** How long an answer that is complete may keep its connection, so that it can be used again. */
const lingerMs = 1_000;

/** Made once: the reason that `abort` makes for itself carries a stack. */
const left = new Error('Nobody reads this answer any more.');

type Result = IteratorResult<ModelEvent, undefined>;

const over: Result = { value: undefined, done: true };

/**
 * The stream of one attempt. `run` starts when iteration does, and puts events into the sink as bytes arrive, so that those of one read wait
 * together in a queue that never copies; it resolves after `finish`, or throws. What arrived before a failure is handed out before the
 * failure is thrown. Aborting `signal`, or leaving the loop, aborts the signal that `run` received and ends the iteration at once.
 */
export function modelStream(signal: AbortSignal, run: (sink: Sink, signal: AbortSignal) => Promise<void>): AsyncIterable<ModelEvent> {
  return {
    [Symbol.asyncIterator]() {
      const inner = new AbortController();
      let queue: ModelEvent[] = [];
      let head = 0;
      let state: 'new' | 'running' | 'complete' | 'failed' | 'closed' = 'new';
      let failure: unknown;
      let waiting: { resolve(result: Result): void; reject(error: unknown): void } | undefined;

      /** No more events come: answers whoever waits for one. */
      function settle(next: 'complete' | 'failed' | 'closed', error?: unknown): void {
        if (state !== 'running' && state !== 'new') return;
        state = next;
        failure = error;
        const waiter = waiting;
        waiting = undefined;
        if (next === 'failed' && waiter) {
          state = 'closed';
          waiter.reject(error);
        } else waiter?.resolve(over);
      }

      const sink: Sink = (event) => {
        if (state !== 'running') return;
        if (waiting) {
          const waiter = waiting;
          waiting = undefined;
          waiter.resolve({ value: event, done: false });
        } else queue.push(event);
        if (event.type !== 'finish') return;
        settle('complete');
        setTimeout(() => inner.abort(left), lingerMs).unref();
      };

      function close(): void {
        queue = [];
        head = 0;
        if (state === 'complete' || state === 'failed') state = 'closed';
        settle('closed');
        inner.abort(left);
      }

      function start(): void {
        state = 'running';
        if (signal.aborted) return close();
        signal.addEventListener('abort', close);
        run(sink, inner.signal).then(
          () => {
            signal.removeEventListener('abort', close);
            settle('complete');
          },
          (error: unknown) => {
            signal.removeEventListener('abort', close);
            settle(inner.signal.aborted ? 'closed' : 'failed', error);
          },
        );
      }

      return {
        next(): Promise<Result> {
          if (state === 'new') start();
          const event = queue[head];
          if (event !== undefined) {
            head += 1;
            if (head === queue.length) {
              queue.length = 0;
              head = 0;
            }
            return Promise.resolve({ value: event, done: false });
          }
          if (state === 'failed') {
            state = 'closed';
            return Promise.reject(failure);
          }
          if (state !== 'running') return Promise.resolve(over);
          return new Promise((resolve, reject) => {
            waiting = { resolve, reject };
          });
        },
        return(): Promise<Result> {
          // A reader that leaves after `finish` has everything; the connection may live on.
          const isComplete = state === 'complete';
          if (!isComplete) close();
          return Promise.resolve(over);
        },
      };
    },
  };
}
