import path from 'node:path';
import { startMongo, startRedis, type MongoServer, type RedisServer } from '@parley/test-kit';
import { startCluster, type Cluster } from '../../cluster/start-cluster.ts';
import { signIn, type ApiClient } from '../api-client.ts';
import { startChild, type Child } from '../child-process.ts';
import { openFollowingReader, type FollowingReader } from './following-reader.ts';

/** Nodes, two unless said otherwise, on servers of this test's own, which it may kill and pause, and a person who reads. */
export interface ClusterPlace extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly mongo: MongoServer;
  readonly redis: RedisServer;
  /** The person's requests, with a token that has not expired. */
  readonly client: ApiClient;
  readonly reader: FollowingReader;
  readonly fakeUrl: string;
  /** To be called between rounds: a run of hours outlives every token. */
  renew(): Promise<void>;
}

/** An access token lives 15 minutes; a new one is fetched well before. */
const tokenLifeMs = 600_000;

/** Null, after a visible line, where a server is missing. */
export async function openClusterPlace(env: Readonly<Record<string, string>> = {}, count = 2): Promise<ClusterPlace | null> {
  const mongo = await startMongo({ durable: true });
  const redis = await startRedis({ own: true });
  if (mongo === null || redis === null) return null;
  const fake: Child = await startChild(path.join(import.meta.dirname, '../fake-process.ts'), /fake at (\S+)/);
  const fakeUrl = fake.match[1]!;
  const model = { OPENAI_API_KEY: 'sk-crash', OPENAI_BASE_URL: `${fakeUrl}/v1`, OPENAI_MODELS: 'fake-large', TITLE_CONVO: 'false' };
  const cluster = await startCluster({ mongoUri: mongo.uri, redisUri: redis.uri }, { count, env: { ...model, ...env } });
  let client = await signIn(cluster.url);
  let signedInAt = performance.now();
  const reader = openFollowingReader(cluster.url, client.token);
  return {
    cluster,
    mongo,
    redis,
    get client() {
      return client;
    },
    reader,
    fakeUrl,
    async renew() {
      if (performance.now() - signedInAt < tokenLifeMs) return;
      client = await signIn(cluster.url);
      signedInAt = performance.now();
      reader.renew(client.token);
    },
    async [Symbol.asyncDispose]() {
      reader.close();
      await cluster[Symbol.asyncDispose]();
      await fake.end('SIGKILL');
      await redis[Symbol.asyncDispose]();
      await mongo[Symbol.asyncDispose]();
    },
  };
}
