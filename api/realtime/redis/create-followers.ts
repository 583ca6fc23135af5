import { createFollower, type Follower, type FollowerOptions } from './create-follower.ts';
import type { ReaderSlot } from './reader-slot.ts';

/** The turns of other nodes that somebody reads here. */
export interface Followers {
  follow(turnId: string, slot: ReaderSlot): void;
  /** The turn comes to this node: gives its readers up. */
  release(turnId: string): readonly ReaderSlot[];
  gone(turnId: string): void;
  stats(): { readonly logs: number; readonly bytes: number };
  close(): void;
}

const lookEvery = 1_000;

export function createFollowers(options: FollowerOptions): Followers {
  const followers = new Map<string, Follower>();
  const timer = setInterval(() => {
    for (const follower of followers.values()) follower.verify();
  }, lookEvery).unref();
  const stopListening = options.redis.onChange((healthy) => {
    if (healthy) for (const follower of followers.values()) follower.reread();
  });

  function forget(follower: Follower): void {
    if (followers.get(follower.turnId) === follower) followers.delete(follower.turnId);
  }

  return {
    follow(turnId, slot) {
      const known = followers.get(turnId);
      if (known !== undefined) return known.take(slot);
      const follower = createFollower(turnId, options, forget);
      followers.set(turnId, follower);
      follower.take(slot);
    },
    release: (turnId) => followers.get(turnId)?.release() ?? [],
    gone: (turnId) => followers.get(turnId)?.gone(),
    stats() {
      let bytes = 0;
      for (const follower of followers.values()) bytes += follower.bytes;
      return { logs: followers.size, bytes };
    },
    close() {
      clearInterval(timer);
      stopListening();
      for (const follower of followers.values()) follower.gone();
    },
  };
}
