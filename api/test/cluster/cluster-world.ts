import { createHmac } from 'node:crypto';
import { inject } from 'vitest';
import { visitorsOf, type World, type WorldOptions } from '../world.ts';
import { clusterSecret, startCluster } from './start-cluster.ts';

const beyondThisMachine = { HOST: '0.0.0.0', ALLOW_INSECURE_HTTP: 'true' };

/** Two nodes behind a proxy that gives each request to the other of them. */
export async function clusterWorld({ env = {}, needsCode = false }: WorldOptions): Promise<World> {
  const all = { ...(needsCode ? beyondThisMachine : {}), ...env };
  const cluster = await startCluster(inject('sharedStores'), { env: all });
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
