import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from './config/config.ts';
import type { MongoConfig } from './config/stores.ts';
import type { Logger } from './logger.ts';
import { claimBlobs, openBlobs } from './open-blobs.ts';
import { createJournal } from './realtime/journal/create-journal.ts';
import { createMemoryBus } from './realtime/memory/create-memory-bus.ts';
import { createMemoryCache } from './realtime/memory/create-memory-cache.ts';
import { createMemoryLease } from './realtime/memory/create-memory-lease.ts';
import { createMemoryRateLimit } from './realtime/memory/create-memory-rate-limit.ts';
import type { Bus, Cache, Lease, RateLimit, TurnLog } from './realtime/ports.ts';
import type { Redis } from './realtime/redis/redis.ts';
import { OperatorError } from './storage/kit/operator-error.ts';
import type { MongoStorage } from './storage/mongo/create-mongo-storage.ts';
import type { BlobStore } from './storage/ports/blobs.ts';
import type { Storage } from './storage/ports/storage.ts';
import { createSqliteStorage } from './storage/sqlite/create-sqlite-storage.ts';
import { lockFolder } from './storage/sqlite/lock-folder.ts';

// Beside context.ts, the half of the assembly that the configuration chooses. What a household does not use is not even loaded.

/** Everything that keeps or carries something, by its port. Closed by whoever opened it, in the order that `close` knows. */
export interface Stores {
  readonly storage: Storage;
  /** The bytes of files; known to be this installation's. */
  readonly blobs: BlobStore;
  readonly turnLog: TurnLog;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly rateLimit: RateLimit;
  readonly lease: Lease;
  /** This process among those that share the stores: no two, and no two starts, have the same. */
  readonly node: string;
  close(): Promise<void>;
}

export type StoreOverrides = Partial<Pick<Stores, 'storage' | 'blobs' | 'turnLog' | 'bus' | 'cache' | 'rateLimit'>>;

const cachedEntries = 2_000;

const nodeName = (given: string | null): string => `${given ?? hostname()}-${randomBytes(4).toString('hex')}`;

/** Without what may stand before the host: a password. */
const hostsOf = (uri: string): string => /^[^/]+:\/\/(?:[^@/]*@)?([^/?]*)/.exec(uri)?.[1] ?? 'MONGO_URI';

async function openMongo({ uri, pool }: MongoConfig): Promise<MongoStorage> {
  const { createMongoStorage } = await import('./storage/mongo/create-mongo-storage.ts');
  const given = Object.fromEntries(Object.entries(pool).filter(([, value]) => value !== null));
  try {
    return await createMongoStorage({ uri, pool: given });
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`MongoDB at ${hostsOf(uri)} cannot be used: ${reason}. See MONGO_URI.`, { cause });
  }
}

async function openRedis(config: NonNullable<Config['stores']['redis']>, logger: Logger): Promise<Redis> {
  const { connectRedis } = await import('./realtime/redis/connect-redis.ts');
  try {
    return await connectRedis(config, { logger });
  } catch (cause) {
    throw new OperatorError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What only one process may have of a folder: SQLite sees to it itself, the journal beside MongoDB needs it too. */
function holdFolder({ dataDir, stores }: Config): { release(): void } {
  return stores.mongo !== null && stores.redis === null ? lockFolder(dataDir) : { release: () => undefined };
}

interface Opened {
  readonly mongo: MongoStorage | null;
  readonly redis: Redis | null;
  readonly logger: Logger;
}

async function openTurnLog({ dataDir }: Config, { redis, logger }: Opened): Promise<TurnLog> {
  if (redis === null) return createJournal({ dataDir, logger });
  const { createRedisTurnLog } = await import('./realtime/redis/create-redis-turn-log.ts');
  return createRedisTurnLog({ redis, logger });
}

async function openBus(node: string, { redis, logger }: Opened): Promise<Bus> {
  if (redis === null) return createMemoryBus();
  const { createRedisBus } = await import('./realtime/redis/create-redis-bus.ts');
  return createRedisBus({ redis, logger, node });
}

async function openCache({ stores }: Config, { redis, mongo, logger }: Opened): Promise<Cache> {
  const common = { name: 'models', maxEntries: cachedEntries };
  if (stores.cacheStore === 'redis' && redis !== null) {
    const { createRedisCache } = await import('./realtime/redis/create-redis-cache.ts');
    return createRedisCache({ ...common, redis, logger });
  }
  if (stores.cacheStore === 'mongo' && mongo !== null) {
    const { createMongoCache } = await import('./realtime/mongo/create-mongo-cache.ts');
    return createMongoCache({ ...common, db: mongo.db, logger });
  }
  return createMemoryCache(common);
}

async function openRateLimit({ stores }: Config, { redis, mongo, logger }: Opened): Promise<RateLimit> {
  const local = createMemoryRateLimit();
  if (stores.rateLimitStore === 'redis' && redis !== null) {
    const { createRedisRateLimit } = await import('./realtime/redis/create-redis-rate-limit.ts');
    return createRedisRateLimit({ redis, local, logger });
  }
  if (stores.rateLimitStore === 'mongo' && mongo !== null) {
    const { createMongoRateLimit } = await import('./realtime/mongo/create-mongo-rate-limit.ts');
    return createMongoRateLimit({ db: mongo.db, local, logger });
  }
  return local;
}

async function openLease({ stores }: Config, { redis, mongo }: Opened): Promise<Lease> {
  if (stores.leaseStore === 'redis' && redis !== null) {
    const { createRedisLease } = await import('./realtime/redis/create-redis-lease.ts');
    return createRedisLease({ redis });
  }
  if (stores.leaseStore === 'mongo' && mongo !== null) {
    const { createMongoLease } = await import('./realtime/mongo/create-mongo-lease.ts');
    return createMongoLease({ db: mongo.db });
  }
  return createMemoryLease();
}

/** Opens what the configuration names. Rejects with a sentence for the operator, with everything closed again. */
export async function openStores(config: Config, logger: Logger, overrides: StoreOverrides = {}): Promise<Stores> {
  const node = nodeName(config.stores.nodeName);
  const opened = new AsyncDisposableStack();
  const folder = holdFolder(config);
  opened.defer(() => folder.release());
  try {
    const { mongo: mongoConfig, redis: redisConfig } = config.stores;
    const mongo = mongoConfig === null || overrides.storage ? null : await openMongo(mongoConfig);
    const storage = opened.use(overrides.storage ?? mongo ?? (await createSqliteStorage({ dataDir: config.dataDir, logger })));
    const blobs = opened.use(overrides.blobs ?? (await openBlobs(config.stores.files)));
    await claimBlobs(blobs, storage);
    const redis = redisConfig === null ? null : opened.use(await openRedis(redisConfig, logger));
    const parts: Opened = { mongo, redis, logger };
    const [bus, cache, rateLimit, lease] = await Promise.all([
      overrides.bus ?? openBus(node, parts),
      overrides.cache ?? openCache(config, parts),
      overrides.rateLimit ?? openRateLimit(config, parts),
      openLease(config, parts),
    ]);
    opened.use(bus);
    const turnLog = opened.use(overrides.turnLog ?? (await openTurnLog(config, parts)));
    return { storage, blobs, turnLog, bus, cache, rateLimit, lease, node, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
