import type { Link } from './link.ts';
import type { RedisSubscription } from './redis.ts';

interface Channel {
  /** Null: nobody wants it any more. */
  listener: ((message: string) => void) | null;
  /** The link on which it is in force. */
  on: Link | null;
  /** The link on which it is being changed. */
  busy: Link | null;
  ready: PromiseWithResolvers<void>;
}

/** What is subscribed to, whatever becomes of the connection. */
export interface Channels {
  subscribe(channel: string, listener: (message: string) => void): RedisSubscription;
  /** Brings every subscription into force on a new link; resolves when they are. */
  moveTo(link: Link): Promise<void>;
}

/** `current` gives the link that is up, or null; `onError` hears of subscriptions that the server refused. */
export function createChannels(current: () => Link | null, onError: (error: unknown) => void): Channels {
  const channels = new Map<string, Channel>();

  /** One step at a time for each channel and link, until what is in force is what is wanted. */
  async function settle(name: string, channel: Channel, link: Link): Promise<void> {
    if (channel.busy === link) return;
    channel.busy = link;
    try {
      while ((channel.on === link) !== (channel.listener !== null)) {
        const wanted = channel.listener !== null;
        if (wanted) await link.subscribe(name, (message) => channel.listener?.(message));
        else await link.unsubscribe(name);
        if (channel.busy !== link) return;
        channel.on = wanted ? link : null;
      }
    } finally {
      if (channel.busy === link) channel.busy = null;
    }
    if (channel.listener !== null) channel.ready.resolve();
    else if (channels.get(name) === channel) channels.delete(name);
  }

  function settleSoon(name: string, channel: Channel): void {
    const link = current();
    if (link === null) {
      if (channel.listener === null) channels.delete(name);
      return;
    }
    settle(name, channel, link).catch((error: unknown) => {
      // On a link that was lost meanwhile the next one brings it into force.
      if (current() === link) onError(error);
    });
  }

  return {
    subscribe(name, listener) {
      const known = channels.get(name);
      if (known !== undefined && known.listener !== null) throw new Error(`The channel ${name} has a listener already.`);
      const channel: Channel = known ?? { listener, on: null, busy: null, ready: Promise.withResolvers() };
      channel.listener = listener;
      channel.ready = Promise.withResolvers();
      channels.set(name, channel);
      settleSoon(name, channel);
      return {
        ready: channel.ready.promise,
        stop() {
          if (channel.listener !== listener) return;
          channel.listener = null;
          settleSoon(name, channel);
        },
      };
    },
    async moveTo(link) {
      const wanted = [...channels].filter(([, channel]) => channel.listener !== null);
      for (const [name, channel] of channels) if (channel.listener === null) channels.delete(name);
      await Promise.all(wanted.map(([name, channel]) => settle(name, channel, link)));
    },
  };
}
