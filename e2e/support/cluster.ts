import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startMongo, startRedis, startRoundRobinProxy, uuidv7 } from '@parley/test-kit';
import { startServer, type RunningServer } from './server.ts';

/** MongoDB and Redis for the nodes of a file. */
export interface SharedStores extends AsyncDisposable {
  readonly mongoUri: string;
  readonly redisUri: string;
}

/** Two built servers that share nothing but their stores, and a proxy before them. */
export interface TwoNodes extends AsyncDisposable {
  readonly first: RunningServer;
  readonly second: RunningServer;
  /** Of the proxy. */
  readonly url: string;
  /** From now on the proxy gives requests to these, each to the next of them; at first to both. */
  route(...nodes: readonly RunningServer[]): void;
}

const secrets = {
  JWT_SECRET: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  CREDS_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
};

/** Null, after a visible line, where one of them is missing. */
export async function startStores(): Promise<SharedStores | null> {
  const mongo = await startMongo();
  const redis = mongo && (await startRedis());
  if (!mongo || !redis) {
    await mongo?.[Symbol.asyncDispose]();
    return null;
  }
  return {
    mongoUri: mongo.uri,
    redisUri: redis.uri,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]();
      await mongo[Symbol.asyncDispose]();
    },
  };
}

/** Starts both on a database and a key prefix of their own. */
export async function startTwoNodes(stores: SharedStores, env: Readonly<Record<string, string>> = {}): Promise<TwoNodes> {
  const database = `parley-${uuidv7()}`;
  const files = await mkdtemp(path.join(os.tmpdir(), 'parley-e2e-files-'));
  const shared = {
    ...secrets,
    MONGO_URI: stores.mongoUri.replace(/\/(\?|$)/, `/${database}$1`),
    REDIS_URI: stores.redisUri,
    REDIS_KEY_PREFIX: `${database}:`,
    FILES_DIR: files,
    ...env,
  };
  const start = (name: string): Promise<RunningServer> => startServer({ env: { ...shared, NODE_NAME: name } });
  const [first, second] = await Promise.all([start('first'), start('second')]);
  let targets: readonly RunningServer[] = [first, second];
  const proxy = await startRoundRobinProxy(() => targets.map(({ url }) => url));
  return {
    first,
    second,
    url: proxy.url,
    route: (...nodes) => {
      targets = nodes;
    },
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await Promise.all([first.dispose(), second.dispose()]);
      await rm(files, { recursive: true, force: true });
    },
  };
}
