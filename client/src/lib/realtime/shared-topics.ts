import type { Subscription } from '@parley/contracts';
import type { LinkMessage } from './types.ts';

interface Tab {
  /** The last seq that was handed to this tab, per topic. */
  readonly positions: Map<string, number>;
  seenAt: number;
}

/** What the other tabs follow on the stream this tab reads for them. */
export interface SharedTopics {
  /**
   * A tab says all it follows; `again` are topics it must get again from its own cursor. Returns what the stream must be
   * opened again for.
   */
  report(tab: string, topics: readonly Subscription[], again: readonly string[]): Subscription[];
  leave(tab: string): void;
  /** Something was handed to all tabs. */
  passed(message: LinkMessage): void;
  /** Forgets tabs not heard of for `silence` ms. */
  expire(silence: number): void;
  knows(tab: string): boolean;
  /** All topics of all tabs with `own`, each from the lowest cursor. */
  union(own: readonly Subscription[]): Subscription[];
}

export function createSharedTopics(now: () => number): SharedTopics {
  const tabs = new Map<string, Tab>();

  function drop(topic: string): void {
    for (const { positions } of tabs.values()) positions.delete(topic);
  }

  return {
    report(tab, topics, again) {
      const before = tabs.get(tab)?.positions ?? new Map<string, number>();
      const positions = new Map<string, number>();
      const changed: Subscription[] = [];
      for (const subscription of topics) {
        const { topic, cursor } = subscription;
        const known = again.includes(topic) ? undefined : before.get(topic);
        positions.set(topic, known ?? cursor);
        if (known === undefined) changed.push(subscription);
      }
      tabs.set(tab, { positions, seenAt: now() });
      return changed;
    },
    leave: (tab) => void tabs.delete(tab),
    passed(message) {
      if (message.kind === 'end') drop(message.topic);
      if (message.kind !== 'events') return;
      const first = message.events[0]?.seq ?? 0;
      const last = message.events.at(-1);
      if (last?.event.type === 'turn-end') return drop(message.topic);
      for (const { positions } of tabs.values()) {
        const position = positions.get(message.topic);
        // A tab that lacks what came before will ask for it; until then its place stays where it was.
        if (position !== undefined && last !== undefined && first <= position + 1)
          positions.set(message.topic, Math.max(position, last.seq));
      }
    },
    expire(silence) {
      for (const [tab, { seenAt }] of tabs) if (now() - seenAt > silence) tabs.delete(tab);
    },
    knows: (tab) => tabs.has(tab),
    union(own) {
      const lowest = new Map(own.map(({ topic, cursor }) => [topic, cursor]));
      for (const { positions } of tabs.values()) {
        for (const [topic, position] of positions) lowest.set(topic, Math.min(position, lowest.get(topic) ?? Infinity));
      }
      return Array.from(lowest, ([topic, cursor]) => ({ topic, cursor }));
    },
  };
}
