import type { Logger } from '../../logger.ts';
import type { Bus, BusMessage } from '../ports.ts';
import type { Redis, RedisSubscription } from './redis.ts';

type Listener = (message: BusMessage) => void;

interface Topic {
  readonly listeners: Set<Listener>;
  readonly subscription: RedisSubscription;
}

interface RedisBusOptions {
  readonly redis: Redis;
  readonly logger: Logger;
  /** The name of this process: what it publishes reaches its own listeners directly, not by way of Redis. */
  readonly node: string;
}

const channelOf = (topic: string): string => `bus:${topic}`;

/**
 * A bus between nodes: one subscription in Redis for each topic that somebody listens to here, however many they are. Listeners of
 * the same node hear without Redis, in order, soon after `publish` returned and never inside it; a message that cannot be carried to
 * other nodes is lost, as the port allows, and said once an outage.
 */
export function createRedisBus({ redis, logger, node }: RedisBusOptions): Bus {
  const topics = new Map<string, Topic>();
  let failing = false;

  function deliver(topic: string, message: BusMessage): void {
    for (const listener of topics.get(topic)?.listeners ?? []) {
      try {
        listener(message);
      } catch (error) {
        logger.error({ reason: String(error) }, 'A listener of the bus failed.');
      }
    }
  }

  /** `node`, a line break, the message. */
  function hear(topic: string, envelope: string): void {
    const head = envelope.indexOf('\n');
    if (envelope.slice(0, head) === node) return;
    try {
      deliver(topic, JSON.parse(envelope.slice(head + 1)) as BusMessage);
    } catch (error) {
      logger.error({ reason: String(error) }, 'The bus carried what is no message.');
    }
  }

  function send(topic: string, message: BusMessage): void {
    redis.publish(channelOf(topic), `${node}\n${JSON.stringify(message)}`).then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        if (!failing) logger.error({ reason: String(error) }, 'The bus does not reach other nodes: what happens here is seen there late.');
        failing = true;
      },
    );
  }

  return {
    publish(topic, message) {
      if (topics.has(topic)) queueMicrotask(() => deliver(topic, message));
      send(topic, message);
    },
    subscribe(topic, listener) {
      const own: Listener = (message) => listener(message);
      const known = topics.get(topic);
      const entry = known ?? {
        listeners: new Set<Listener>(),
        subscription: redis.subscribe(channelOf(topic), (envelope) => hear(topic, envelope)),
      };
      topics.set(topic, entry);
      entry.listeners.add(own);
      return () => {
        if (!entry.listeners.delete(own) || entry.listeners.size > 0) return;
        topics.delete(topic);
        entry.subscription.stop();
      };
    },
    async [Symbol.asyncDispose]() {
      for (const { subscription } of topics.values()) subscription.stop();
      topics.clear();
    },
  };
}
