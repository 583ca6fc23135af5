import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { freePort, startRoundRobinProxy, type HostileProxy } from '@parley/test-kit';
import { startChild, type Child } from '../crash/child-process.ts';
import { program } from '../program.ts';

/** The stores that nodes share. */
export interface SharedStores {
  /** Without a database's name. */
  readonly mongoUri: string;
  readonly redisUri: string;
}

/** A server as an operator starts it, one of several. */
export interface ClusterNode {
  readonly name: string;
  /** Its own address; empty while it does not run. */
  readonly url: string;
  readonly running: boolean;
  readonly child: Child;
  /** Sends the signal; resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** SIGSTOP and SIGCONT: it holds its connections and does nothing. */
  pause(): void;
  resume(): void;
  start(): Promise<void>;
}

/** Nodes that share nothing but their stores, behind a proxy that gives each request to the next of them. */
export interface Cluster extends AsyncDisposable {
  /** Of the proxy. */
  readonly url: string;
  readonly proxy: HostileProxy;
  readonly nodes: readonly ClusterNode[];
  /** Holds the nodes' data folders. */
  readonly folder: string;
  /** The name of the database in MongoDB. */
  readonly database: string;
}

interface ClusterOptions {
  readonly count?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export const clusterSecret = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const common = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  LOCAL_MODELS: 'off',
  RATE_LIMITS: 'off',
  LOGIN_MAX: '100000',
  REGISTER_MAX: '100000',
  JWT_SECRET: clusterSecret,
  CREDS_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
};

const named = (uri: string, database: string): string => uri.replace(/\/(\?|$)/, `/${database}$1`);

async function startNode(name: string, env: Readonly<Record<string, string>>, dataDir: string): Promise<ClusterNode> {
  // Of its own from the start: a configured address hides it.
  const port = await freePort();
  let child: Child | null = null;
  let url = '';
  const node: ClusterNode = {
    name,
    get url() {
      return url;
    },
    get running() {
      return url !== '';
    },
    get child() {
      return child!;
    },
    async end(signal) {
      url = '';
      await child?.end(signal);
    },
    pause: () => void process.kill(child!.pid, 'SIGSTOP'),
    resume: () => void process.kill(child!.pid, 'SIGCONT'),
    async start() {
      child = await startChild(program('server'), /Parley is ready/, { ...env, PORT: String(port), NODE_NAME: name, DATA_DIR: dataDir });
      url = `http://127.0.0.1:${port}`;
    },
  };
  await node.start();
  return node;
}

/** Starts nodes on a database and a key prefix of their own. */
export async function startCluster(stores: SharedStores, { count = 2, env = {} }: ClusterOptions = {}): Promise<Cluster> {
  const database = `parley-${uuidv7()}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-cluster-'));
  const shared = {
    ...common,
    MONGO_URI: named(stores.mongoUri, database),
    REDIS_URI: stores.redisUri,
    REDIS_KEY_PREFIX: `${database}:`,
    FILES_DIR: path.join(folder, 'files'),
    ...env,
  };
  const names = Array.from({ length: count }, (_, index) => `node-${index + 1}`);
  const nodes = await Promise.all(names.map((name) => startNode(name, shared, path.join(folder, name))));
  const proxy = await startRoundRobinProxy(() => nodes.filter((node) => node.running).map((node) => node.url));
  return {
    url: proxy.url,
    proxy,
    nodes,
    folder,
    database,
    async [Symbol.asyncDispose]() {
      await proxy.close();
      for (const node of nodes) if (node.running) node.resume();
      await Promise.all(nodes.filter((node) => node.running).map((node) => node.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
