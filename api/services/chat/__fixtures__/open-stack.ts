import path from 'node:path';
import { createHash } from 'node:crypto';
import { inject } from 'vitest';
import { silentLogger } from '../../../logger.ts';
import { createJournal } from '../../../realtime/journal/create-journal.ts';
import { createMemoryBus } from '../../../realtime/memory/create-memory-bus.ts';
import { createMemoryLease } from '../../../realtime/memory/create-memory-lease.ts';
import { connectRedis } from '../../../realtime/redis/connect-redis.ts';
import { createRedisBus } from '../../../realtime/redis/create-redis-bus.ts';
import { createRedisLease } from '../../../realtime/redis/create-redis-lease.ts';
import { createRedisTurnLog } from '../../../realtime/redis/create-redis-turn-log.ts';
import { createMongoStorage } from '../../../storage/mongo/create-mongo-storage.ts';
import { createSqliteStorage } from '../../../storage/sqlite/create-sqlite-storage.ts';
import type { ChatDependencies } from '../chat-context.ts';

export type Stack = Pick<ChatDependencies, 'storage' | 'turnLog' | 'bus' | 'lease'>;

/** Which stack the suites of behaviour run on; as in `api/test/world.ts`. */
const isCluster = process.env['PARLEY_STACK'] === 'cluster';

async function openShared(place: string, node: string): Promise<Stack & { close(): Promise<void> }> {
  const { mongoUri, redisUri } = inject('sharedStores');
  const name = createHash('sha256').update(place).digest('hex').slice(0, 16);
  const storage = await createMongoStorage({ uri: mongoUri, database: `chat-${name}` });
  const redis = await connectRedis(
    { kind: 'single', urls: [redisUri], master: null, username: null, password: null, ca: null, prefix: `${name}:` },
    { logger: silentLogger },
  );
  return {
    storage,
    turnLog: createRedisTurnLog({ redis, logger: silentLogger, grace: 100 }),
    bus: createRedisBus({ redis, logger: silentLogger, node }),
    lease: createRedisLease({ redis }),
    close: async () => redis[Symbol.asyncDispose](),
  };
}

/** What is kept under `place`, a folder of its own, as one process opens it. */
export async function openStack(place: string, node: string): Promise<Stack & { close(): Promise<void> }> {
  if (isCluster) return openShared(path.resolve(place), node);
  return {
    storage: await createSqliteStorage({ dataDir: place }),
    turnLog: await createJournal({ dataDir: place }),
    bus: createMemoryBus(),
    lease: createMemoryLease(),
    close: async () => undefined,
  };
}
