import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type EnvReader } from './read-env.ts';

/** The replica set that keeps the record, in place of SQLite. */
export interface MongoConfig {
  readonly uri: string;
  /** Connections of this node; null leaves the driver's own value. Times are milliseconds. */
  readonly pool: {
    readonly maxPoolSize: number | null;
    readonly minPoolSize: number | null;
    readonly maxConnecting: number | null;
    readonly maxIdleTimeMS: number | null;
    readonly waitQueueTimeoutMS: number | null;
  };
}

/** What carries events, running answers, limits and caches between nodes. */
export interface RedisConfig {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** One address for `single`; the sentinels or the first nodes of the cluster else. `redis:` or, with TLS, `rediss:`. */
  readonly urls: readonly string[];
  /** The sentinels' name for the master; null unless `sentinel`. */
  readonly master: string | null;
  readonly username: string | null;
  readonly password: string | null;
  /** Certificates to trust, PEM; null trusts what the system does. */
  readonly ca: string | null;
  /** Before every key and channel. */
  readonly prefix: string;
}

/** Where files are kept: a folder that every node sees, or a bucket. */
export type FilesConfig =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 's3';
      /** Null: the vendor's own for the region. */
      readonly endpoint: string | null;
      readonly region: string;
      readonly bucket: string;
      /** Null: the credential chain of the environment (web identity, instance profile, shared file). */
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
      readonly forcePathStyle: boolean;
      readonly urlLifetimeSeconds: number;
    };

export type ShortLivedStore = 'memory' | 'redis' | 'mongo';

export interface StoresConfig {
  /** Null: SQLite in `DATA_DIR`. */
  readonly mongo: MongoConfig | null;
  /** Null: one node, whose journal keeps running answers. */
  readonly redis: RedisConfig | null;
  readonly files: FilesConfig;
  /** Which adapter serves caches, and which rate limits. */
  readonly cacheStore: ShortLivedStore;
  readonly rateLimitStore: ShortLivedStore;
  /** Which adapter gives the right to do what one node does for all. */
  readonly leaseStore: ShortLivedStore;
  /** The name of this process among those that share the stores; null lets it make one that no other has. */
  readonly nodeName: string | null;
  /** An answer that was interrupted by the loss of its node goes on at another, from the partial text. */
  readonly autoContinue: boolean;
}

function readMongo(env: EnvReader): MongoConfig | null {
  const uri = env.secret('MONGO_URI');
  const number = (name: string): number | null => (env.optional(name) === null ? null : env.integer(name, 0, { min: 0, max: 1_000_000 }));
  const pool = {
    maxPoolSize: number('MONGO_MAX_POOL_SIZE'),
    minPoolSize: number('MONGO_MIN_POOL_SIZE'),
    maxConnecting: number('MONGO_MAX_CONNECTING'),
    maxIdleTimeMS: number('MONGO_MAX_IDLE_TIME_MS'),
    waitQueueTimeoutMS: number('MONGO_WAIT_QUEUE_TIMEOUT_MS'),
  };
  if (uri === null) return null;
  if (!/^mongodb(\+srv)?:\/\//.test(uri))
    throw new ConfigError('MONGO_URI takes an address that begins with mongodb:// or mongodb+srv://.');
  return { uri, pool };
}

function readCertificates(env: EnvReader): string | null {
  const file = env.optional('REDIS_CA');
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`REDIS_CA names ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}

function readRedis(env: EnvReader): RedisConfig | null {
  const value = env.secret('REDIS_URI');
  const cluster = env.flag('USE_REDIS_CLUSTER', false);
  const master = env.optional('REDIS_SENTINEL_MASTER');
  const rest = {
    username: env.optional('REDIS_USERNAME'),
    password: env.secret('REDIS_PASSWORD'),
    ca: readCertificates(env),
    prefix: env.text('REDIS_KEY_PREFIX', 'parley:'),
  };
  if (value === null) {
    if (cluster || master !== null)
      throw new ConfigError('USE_REDIS_CLUSTER and REDIS_SENTINEL_MASTER need REDIS_URI, with the addresses to begin at.');
    return null;
  }
  const urls = value.split(',').map((url) => url.trim());
  for (const url of urls) {
    if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
      throw new ConfigError('REDIS_URI takes one address that begins with redis:// or rediss://, or several with commas.');
  }
  if (cluster && master !== null) throw new ConfigError('USE_REDIS_CLUSTER and REDIS_SENTINEL_MASTER are both set; keep one.');
  const kind = cluster ? 'cluster' : master === null ? 'single' : 'sentinel';
  if (kind === 'single' && urls.length > 1)
    throw new ConfigError(
      'REDIS_URI names several servers: set USE_REDIS_CLUSTER=true, or REDIS_SENTINEL_MASTER to the name of the master.',
    );
  return { kind, urls, master, ...rest };
}

function readFiles(env: EnvReader, dataDir: string): FilesConfig {
  // `local` is what others call a folder.
  const kind = env.choice('FILES_STORE', ['folder', 'local', 's3'], 'folder');
  const folder = path.resolve(env.text('FILES_DIR', path.join(dataDir, 'files')));
  const bucket = env.optional('AWS_BUCKET_NAME');
  const accessKeyId = env.secret('AWS_ACCESS_KEY_ID');
  const secretAccessKey = env.secret('AWS_SECRET_ACCESS_KEY');
  const s3 = {
    endpoint: env.url('AWS_ENDPOINT_URL'),
    region: env.text('AWS_REGION', 'us-east-1'),
    forcePathStyle: env.flag('AWS_FORCE_PATH_STYLE', false),
    urlLifetimeSeconds: env.integer('S3_URL_EXPIRY_SECONDS', 120, { min: 1, max: 604_800 }),
  };
  if (kind !== 's3') return { kind: 'folder', folder };
  if (bucket === null) throw new ConfigError('FILES_STORE is s3, which needs AWS_BUCKET_NAME.');
  if ((accessKeyId === null) !== (secretAccessKey === null))
    throw new ConfigError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both or neither.');
  const credentials = accessKeyId === null || secretAccessKey === null ? null : { accessKeyId, secretAccessKey };
  return { kind, bucket, credentials, ...s3 };
}

/** Reads where everything is kept. Throws `ConfigError` for stacks that are not supported. */
export function readStores(env: EnvReader, dataDir: string): StoresConfig {
  const [mongo, redis, files] = [readMongo(env), readRedis(env), readFiles(env, dataDir)];
  if (redis !== null && mongo === null)
    throw new ConfigError(
      'REDIS_URI is set without MONGO_URI: Redis joins nodes that share a MongoDB. Set MONGO_URI too, or unset REDIS_URI.',
    );
  const nearest = redis !== null ? 'redis' : 'memory';
  const shortLived = (name: string, byDefault: ShortLivedStore): ShortLivedStore => {
    const store = env.choice(name, ['memory', 'redis', 'mongo'], byDefault);
    if ((store === 'redis' && redis === null) || (store === 'mongo' && mongo === null))
      throw new ConfigError(`${name} is ${store}, but ${store === 'redis' ? 'REDIS_URI' : 'MONGO_URI'} is not set.`);
    return store;
  };
  return {
    mongo,
    redis,
    files,
    cacheStore: shortLived('CACHE_STORE', nearest),
    rateLimitStore: shortLived('RATE_LIMIT_STORE', nearest),
    leaseStore: shortLived('LEASE_STORE', mongo === null ? 'memory' : 'mongo'),
    nodeName: env.optional('NODE_NAME'),
    autoContinue: env.flag('TURNS_AUTO_CONTINUE', false),
  };
}
