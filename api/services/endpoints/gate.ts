import { ProviderError } from '../../providers/port.ts';

/** How many may be inside at once, and wait outside; `most` 0: as many as come. */
export interface GateRules {
  readonly most: number;
  readonly waiting: number;
  /** Milliseconds that one waits at most. */
  readonly patience: number;
  /** Of what is behind it, for the refusal. */
  readonly name: string;
}

/** Lets so many calls of an endpoint in at once on this node, the others in the order in which they came. */
export interface Gate {
  /**
   * Resolves with the way out, to be called once, as soon as there is room. Rejects with `endpoint.busy` when too many wait already or it
   * takes too long, and with the signal's reason when that aborts first.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Other rules from now on; whoever fits by them is let in. */
  change(rules: GateRules): void;
  readonly inside: number;
  readonly outside: number;
}

export function createGate(first: GateRules): Gate {
  let rules = first;
  let inside = 0;
  /** In the order of their coming; each lets one in. */
  const queue = new Set<() => void>();

  const isFull = (): boolean => rules.most > 0 && inside >= rules.most;

  function letIn(): void {
    for (const admit of queue) {
      if (isFull()) return;
      queue.delete(admit);
      admit();
    }
  }

  function come(): () => void {
    inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      letIn();
    };
  }

  const busy = (words: string): ProviderError => new ProviderError('endpoint.busy', `${rules.name}: ${words}.`, { retryAfter: 5 });

  function wait(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        queue.delete(admit);
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const admit = (): void => {
        end();
        resolve(come());
      };
      const abort = (): void => {
        end();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        end();
        reject(busy(`there was no room within ${Math.round(rules.patience / 1_000)} seconds`));
      }, rules.patience);
      signal.addEventListener('abort', abort);
      queue.add(admit);
    });
  }

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (!isFull() && queue.size === 0) return Promise.resolve(come());
      if (queue.size >= rules.waiting) return Promise.reject(busy(`${inside} answers are being written and ${queue.size} wait`));
      return wait(signal);
    },
    change(next) {
      rules = next;
      letIn();
    },
    get inside() {
      return inside;
    },
    get outside() {
      return queue.size;
    },
  };
}
