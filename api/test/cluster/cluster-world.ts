import { createHmac } from 'node:crypto';
import { startMongo, startRedis } from '@parley/test-kit';
import { visitorsOf, type World, type WorldOptions } from '../world.ts';
import { clusterSecret, startCluster, type SharedStores } from './start-cluster.ts';

let stores: Promise<SharedStores> | null = null;

/** One of each for all worlds of a file of tests; they end with its process. */
async function startStores(): Promise<SharedStores> {
  const [mongo, redis] = await Promise.all([startMongo(), startRedis()]);
  if (mongo === null || redis === null) throw new Error('The stack of many nodes needs MongoDB and Redis.');
  return { mongoUri: mongo.uri, redisUri: redis.uri };
}

const beyondThisMachine = { HOST: '0.0.0.0', ALLOW_INSECURE_HTTP: 'true' };

/** Two nodes behind a proxy that gives each request to the other of them. */
export async function clusterWorld({ env = {}, needsCode = false }: WorldOptions): Promise<World> {
  stores ??= startStores();
  const all = { ...(needsCode ? beyondThisMachine : {}), ...env };
  const cluster = await startCluster(await stores, { env: all });
  const isOpen = ['HOST', 'DOMAIN_SERVER'].some((name) => name in all);
  const secret = env['JWT_SECRET'] ?? clusterSecret;
  // The one that start lines say, as `serve` makes it.
  const code = createHmac('sha256', secret).update('the first registration').digest('base64url').slice(0, 12);
  const firstCode = isOpen ? code : null;
  return {
    url: cluster.url,
    dataDir: cluster.folder,
    firstCode,
    logged: () => cluster.nodes.flatMap((node) => node.child.output().split('\n')),
    ...visitorsOf(cluster.url, firstCode),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
