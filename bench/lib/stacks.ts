import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { startMongo, startRedis } from '@parley/test-kit';
import { processCpu } from './cpu.ts';
import { startSut, type Sut } from './processes.ts';

/** What a server keeps its things in, and how many nodes it has. */
export interface StackPlan {
  /** `relay`: the floor, a bare relay without any promise. */
  readonly kind: 'sqlite' | 'cluster' | 'relay';
  readonly nodes: number;
}

/** Stores that run, and the built server on them as often as there are nodes. */
export interface Stack extends AsyncDisposable {
  readonly kind: StackPlan['kind'];
  /** For people, with what stands in for MongoDB. */
  readonly name: string;
  readonly mongo: { readonly uri: string; readonly kind: 'mongod' | 'stand-in' } | null;
  readonly nodes: readonly Sut[];
  /** The processes of the stores by name: their work is never counted as the server's. */
  readonly stores: Readonly<Record<string, number>>;
  /** CPU milliseconds of the nodes together, and of each store, so far. */
  cpu(): Promise<Readonly<Record<string, number>>>;
}

export interface StackOptions {
  readonly openAiUrl: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly pinned?: boolean;
}

/** The same on every node, so that what one of them signs the other believes. */
const secrets = {
  JWT_SECRET: 'of-the-bench-and-of-nobody-else-0123456789abcdef',
  CREDS_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
};

interface Stores {
  readonly name: string;
  readonly mongo: Stack['mongo'];
  readonly env: Readonly<Record<string, string>>;
  readonly processes: Readonly<Record<string, number>>;
}

const inDatabase = (uri: string, database: string): string => uri.replace(/\/(\?|$)/, `/${database}$1`);

/** Null where MongoDB or Redis is missing. */
async function startStores(kind: StackPlan['kind'], opened: AsyncDisposableStack): Promise<Stores | null> {
  const alone = { mongo: null, env: {}, processes: {} };
  if (kind === 'relay') return { name: 'bare relay', ...alone };
  if (kind === 'sqlite') return { name: 'SQLite + journal', ...alone };
  const mongo = await startMongo();
  if (mongo === null) return null;
  opened.use(mongo);
  const redis = await startRedis();
  if (redis === null) return null;
  opened.use(redis);
  const database = `bench-${uuidv7()}`;
  const uri = inDatabase(mongo.uri, database);
  return {
    name: `MongoDB (${mongo.kind}) + Redis`,
    mongo: { uri, kind: mongo.kind },
    env: { MONGO_URI: uri, REDIS_URI: redis.uri, REDIS_KEY_PREFIX: `${database}:` },
    processes: { ...(mongo.process ? { mongo: mongo.process.pid } : {}), ...(redis.process ? { redis: redis.process.pid } : {}) },
  };
}

/** Starts the stores and the nodes. Null where what the plan needs is not here. Everything that was started ends with it. */
export async function startStack(
  { kind, nodes: count }: StackPlan,
  { openAiUrl, env = {}, pinned = true }: StackOptions,
): Promise<Stack | null> {
  const opened = new AsyncDisposableStack();
  try {
    const stores = await startStores(kind, opened);
    if (stores === null) {
      await opened.disposeAsync();
      return null;
    }
    const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-bench-'));
    opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const shared = { FILES_DIR: path.join(folder, 'files') };
    const nodes: Sut[] = [];
    for (let index = 0; index < count; index += 1) {
      const dataDir = path.join(folder, `node-${index}`);
      const node = await startSut({
        openAiUrl,
        dataDir,
        pinned,
        relay: kind === 'relay',
        env: { ...secrets, ...shared, ...stores.env, ...env },
      });
      nodes.push(opened.use(node));
    }
    return {
      kind,
      name: kind === 'relay' ? stores.name : `${stores.name}, ${count === 1 ? 'one node' : `${count} nodes`}`,
      mongo: stores.mongo,
      nodes,
      stores: stores.processes,
      cpu: async () => {
        const ofNodes = await Promise.all(nodes.map((node) => node.cpu()));
        const ofStores = await Promise.all(
          Object.entries(stores.processes).map(async ([name, pid]) => [name, await processCpu(pid)] as const),
        );
        return { server: ofNodes.reduce((sum, ms) => sum + ms, 0), ...Object.fromEntries(ofStores) };
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
