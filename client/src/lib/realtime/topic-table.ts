import { limits, type Subscription } from '@parley/contracts';
import type { SequencedEvent } from '@parley/chat-core';
import { safely } from './safely.ts';
import type { TopicListener } from './types.ts';

interface Follower {
  readonly listener: TopicListener;
  /** The last seq it was given. */
  cursor: number;
}

/** Who follows what, and how far everybody is. */
export interface TopicTable {
  /** `changed` says whether the connection must subscribe (again): the topic is new, or an earlier cursor is wanted. */
  add(topic: string, cursor: number, listener: TopicListener): { readonly changed: boolean; readonly remove: () => boolean };
  has(topic: string): boolean;
  /** Whether a turn is being followed. */
  busy(): boolean;
  /** Hands on what each follower lacks. True when a follower misses something in between: subscribe again. */
  deliver(topic: string, events: readonly SequencedEvent[]): boolean;
  end(topic: string, reason: 'gone' | 'refused'): void;
  subscription(topic: string): Subscription;
  /** All topics, `user` first; never more than a connection may have. */
  subscriptions(): Subscription[];
}

export function createTopicTable(): TopicTable {
  const topics = new Map<string, Set<Follower>>();

  const cursorOf = (followers: ReadonlySet<Follower>): number => Math.min(...Array.from(followers, (follower) => follower.cursor));

  function subscription(topic: string): Subscription {
    const followers = topics.get(topic);
    return { topic, cursor: followers === undefined || topic === 'user' ? 0 : cursorOf(followers) };
  }

  function drop(topic: string, follower: Follower): void {
    const followers = topics.get(topic);
    followers?.delete(follower);
    if (followers?.size === 0) topics.delete(topic);
  }

  /** False when events in between are missing. */
  function give(topic: string, follower: Follower, events: readonly SequencedEvent[]): boolean {
    const fresh = events[0]!.seq === follower.cursor + 1 ? events : events.filter(({ seq }) => seq > follower.cursor);
    if (fresh.length === 0) return true;
    if (fresh[0]!.seq !== follower.cursor + 1) return false;
    const last = fresh.at(-1)!;
    follower.cursor = last.seq;
    if (last.event.type === 'turn-end') drop(topic, follower);
    safely(() => follower.listener.onEvents(fresh));
    return true;
  }

  return {
    add(topic, cursor, listener) {
      const followers = topics.get(topic) ?? new Set();
      const changed = followers.size === 0 || cursor < cursorOf(followers);
      const follower = { listener, cursor };
      topics.set(topic, followers.add(follower));
      return {
        changed,
        remove() {
          drop(topic, follower);
          return !topics.has(topic);
        },
      };
    },
    has: (topic) => topics.has(topic),
    busy: () => [...topics.keys()].some((topic) => topic.startsWith('turn:')),
    deliver(topic, events) {
      let missing = false;
      if (events.length > 0) for (const follower of topics.get(topic) ?? []) missing = !give(topic, follower, events) || missing;
      return missing;
    },
    end(topic, reason) {
      const followers = topics.get(topic) ?? [];
      topics.delete(topic);
      for (const { listener } of followers) safely(() => listener.onEnd(reason));
    },
    subscription,
    subscriptions: () =>
      Array.from(topics.keys(), subscription)
        .sort((a, b) => Number(b.topic === 'user') - Number(a.topic === 'user'))
        .slice(0, limits.topicsPerSocket),
  };
}
