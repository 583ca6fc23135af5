import { limits, RequestError } from '@parley/contracts';

/** Calls that are under way, counted by person. */
export interface CallSlots {
  /** Takes one; the answer gives it back, once. Throws `turn.too-many-running`. */
  take(ownerId: string): () => void;
  readonly running: number;
}

const comeBackAfter = 2;

/** Of one node: a person has so many on each. */
export function createCallSlots(most: number = limits.v1CallsPerUser): CallSlots {
  const counts = new Map<string, number>();
  let running = 0;
  return {
    take(ownerId) {
      const count = counts.get(ownerId) ?? 0;
      if (count >= most) throw new RequestError('turn.too-many-running', { retryAfter: comeBackAfter });
      counts.set(ownerId, count + 1);
      running += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        running -= 1;
        const left = (counts.get(ownerId) ?? 1) - 1;
        if (left === 0) counts.delete(ownerId);
        else counts.set(ownerId, left);
      };
    },
    get running() {
      return running;
    },
  };
}
