import type { Bus, BusMessage } from '../ports.ts';

type Listener = (message: BusMessage) => void;

/**
 * A bus within one process: the whole bus of a single node. Messages arrive in order, soon after `publish` returned and never
 * inside it, so a listener cannot disturb whoever publishes; one that throws is reported and harms no other.
 */
export function createMemoryBus(onListenerError: (error: unknown) => void = reportLater): Bus {
  const topics = new Map<string, Set<Listener>>();

  function deliver(topic: string, message: BusMessage): void {
    for (const listener of topics.get(topic) ?? []) {
      try {
        listener(message);
      } catch (error) {
        onListenerError(error);
      }
    }
  }

  return {
    publish(topic, message) {
      if (topics.has(topic)) queueMicrotask(() => deliver(topic, message));
    },
    subscribe(topic, listener) {
      const own: Listener = (message) => listener(message);
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(own));
      return () => {
        listeners.delete(own);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
    async [Symbol.asyncDispose]() {
      topics.clear();
    },
  };
}

function reportLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
