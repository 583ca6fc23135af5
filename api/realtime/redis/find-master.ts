import type { RedisConfig } from '../../config/stores.ts';
import { connectWithin, inTime, tlsOf } from './link.ts';

async function askSentinel(url: string, config: RedisConfig): Promise<string> {
  const { createClient } = await import('redis');
  const sentinel = createClient({
    url,
    socket: { connectTimeout: connectWithin, reconnectStrategy: false, ...tlsOf(url, config.ca) } as object,
    maintNotifications: 'disabled',
  });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  sentinel.on('error', failed.reject);
  try {
    await inTime(sentinel.connect(), () => undefined);
    const reply = sentinel.sendCommand(['SENTINEL', 'get-master-addr-by-name', config.master!]);
    const address = (await inTime(Promise.race([reply, failed.promise]), () => undefined)) as unknown as string[] | null;
    if (address === null) throw new Error(`the sentinel knows no master of the name ${config.master}`);
    const [host = '', port = ''] = address;
    return `${new URL(url).protocol}//${host.includes(':') ? `[${host}]` : host}:${port}`;
  } finally {
    sentinel.destroy();
  }
}

/**
 * The address of the master, from the first sentinel that knows it. Sentinels are asked with what stands in their own addresses;
 * `REDIS_USERNAME` and `REDIS_PASSWORD` are the master's. Rejects with the last sentinel's error when none knows.
 */
export async function findMaster(config: RedisConfig): Promise<string> {
  let last: unknown = new Error('no sentinel is configured');
  for (const url of config.urls) {
    try {
      const master = await askSentinel(url, config);
      return master;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
