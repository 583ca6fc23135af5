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
  readonly client: ApiClient;
  readonly reader: FollowingReader;
  readonly fakeUrl: string;
}

/** Null, after a visible line, where a server is missing. */
export async function openClusterPlace(env: Readonly<Record<string, string>> = {}, count = 2): Promise<ClusterPlace | null> {
  const mongo = await startMongo({ durable: true });
  const redis = await startRedis({ own: true });
  if (mongo === null || redis === null) return null;
  const fake: Child = await startChild(path.join(import.meta.dirname, '../fake-process.ts'), /fake at (\S+)/);
  const fakeUrl = fake.match[1]!;
  const model = { OPENAI_API_KEY: 'sk-crash', OPENAI_BASE_URL: `${fakeUrl}/v1`, OPENAI_MODELS: 'fake-large', TITLE_CONVO: 'false' };
  const cluster = await startCluster({ mongoUri: mongo.uri, redisUri: redis.uri }, { count, env: { ...model, ...env } });
  const client = await signIn(cluster.url);
  const reader = openFollowingReader(cluster.url, client.token);
  return {
    cluster,
    mongo,
    redis,
    client,
    reader,
    fakeUrl,
    async [Symbol.asyncDispose]() {
      reader.close();
      await cluster[Symbol.asyncDispose]();
      await fake.end('SIGKILL');
      await redis[Symbol.asyncDispose]();
      await mongo[Symbol.asyncDispose]();
    },
  };
}
