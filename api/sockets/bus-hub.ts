import type { Bus, BusMessage } from '../realtime/ports.ts';

/** `line` is the hint as it goes over the wire, or undefined when the message is not one. */
type HubListener = (message: BusMessage, line: string | undefined) => void;

/** One subscription per node and bus topic, however many connections follow it; each hint is encoded once. */
export interface BusHub {
  follow(busTopic: string, listener: HubListener): () => void;
  readonly topics: number;
}

interface Followed {
  readonly listeners: Set<HubListener>;
  readonly leave: () => void;
}

/** On the bus a person's topic carries their id; on the wire it is just `user`. */
const wireTopic = (busTopic: string): string => (busTopic.startsWith('user:') ? 'user' : busTopic);

export function createBusHub(bus: Pick<Bus, 'subscribe'>): BusHub {
  const followed = new Map<string, Followed>();

  function subscribe(busTopic: string): Followed {
    const listeners = new Set<HubListener>();
    const leave = bus.subscribe(busTopic, (message) => {
      const line = message.kind === 'hint' ? JSON.stringify({ type: 'hint', topic: wireTopic(busTopic), hint: message.hint }) : undefined;
      for (const listener of listeners) listener(message, line);
    });
    return { listeners, leave };
  }

  return {
    follow(busTopic, listener) {
      const entry = followed.get(busTopic) ?? subscribe(busTopic);
      followed.set(busTopic, entry);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0 || followed.get(busTopic) !== entry) return;
        followed.delete(busTopic);
        entry.leave();
      };
    },
    get topics() {
      return followed.size;
    },
  };
}
