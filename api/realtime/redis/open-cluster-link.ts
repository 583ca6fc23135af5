import type { RedisConfig } from '../../config/stores.ts';
import { connectWithin, credentialsOf, inTime, queueLength, tlsOf, type Link } from './link.ts';

/** Milliseconds until a command counts as lost: one node of several may hang while the others answer. */
const replyWithin = 5_000;

function withinReach<Value>(reply: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no reply within ${replyWithin} ms`)), replyWithin);
    reply.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * A cluster's nodes are looked after by the library, so a lost node fails only the commands about its keys. Channels are plain ones,
 * which a cluster passes on between its nodes.
 */
export async function openClusterLink(config: RedisConfig): Promise<Link> {
  const { createCluster } = await import('redis');
  const socket = {
    connectTimeout: connectWithin,
    reconnectStrategy: (retries: number) => Math.min(2_000, 50 * 2 ** retries) * (0.5 + Math.random() / 2),
    ...tlsOf(config.urls[0]!, config.ca),
  } as object;
  const cluster = createCluster({
    rootNodes: config.urls.map((url) => ({ url, ...credentialsOf(config), socket })),
    defaults: {
      ...urlCredentials(config),
      socket,
      disableOfflineQueue: true,
      commandsQueueMaxLength: queueLength,
      maintNotifications: 'disabled',
    },
  });
  // A node's loss shows in the commands about its keys, and the loss of all in the watch over the link.
  cluster.on('error', () => undefined);
  await inTime(cluster.connect(), () => cluster.destroy());
  return {
    send: (key, args) => withinReach(cluster.sendCommand(key ?? undefined, false, [...args])),
    subscribe: (channel, listener) => cluster.subscribe(channel, listener),
    unsubscribe: (channel) => cluster.unsubscribe(channel),
    destroy: () => cluster.destroy(),
  };
}

/** Discovered nodes take the credentials of the first address where the configuration names none. */
function urlCredentials(config: RedisConfig): ReturnType<typeof credentialsOf> {
  const { username, password } = new URL(config.urls[0]!);
  const fromUrl = {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
  return { ...fromUrl, ...credentialsOf(config) };
}
