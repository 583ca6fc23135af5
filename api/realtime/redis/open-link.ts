import type { RedisConfig } from '../../config/stores.ts';
import { findMaster } from './find-master.ts';
import { connectWithin, credentialsOf, inTime, queueLength, tlsOf, type Link, type OpenLink } from './link.ts';
import { openClusterLink } from './open-cluster-link.ts';

async function openSingleLink(url: string, config: RedisConfig, onDown: (reason: Error) => void): Promise<Link> {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    ...credentialsOf(config),
    socket: { connectTimeout: connectWithin, reconnectStrategy: false, ...tlsOf(url, config.ca) } as object,
    disableOfflineQueue: true,
    commandsQueueMaxLength: queueLength,
    maintNotifications: 'disabled',
  });
  client.on('error', onDown);
  client.on('end', () => onDown(new Error('the connection ended')));
  await inTime(client.connect(), () => client.destroy());
  return {
    async send(_key, args) {
      try {
        return await client.sendCommand(args);
      } catch (error) {
        // Failed over: this server is a replica now, and another the master.
        if (error instanceof Error && error.message.startsWith('READONLY')) onDown(error);
        throw error;
      }
    },
    subscribe: (channel, listener) => client.subscribe(channel, listener),
    unsubscribe: (channel) => client.unsubscribe(channel),
    destroy: () => client.destroy(),
  };
}

/** How links to the configured Redis are opened. The library is loaded with the first: it takes a while. */
export function linkOpener(config: RedisConfig): OpenLink {
  switch (config.kind) {
    case 'single':
      return (onDown) => openSingleLink(config.urls[0]!, config, onDown);
    case 'sentinel':
      return async (onDown) => openSingleLink(await findMaster(config), config, onDown);
    case 'cluster':
      return () => openClusterLink(config);
  }
}
