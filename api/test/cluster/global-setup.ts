import { startMongo, startRedis } from '@parley/test-kit';
import type { TestProject } from 'vitest/node';
import type { SharedStores } from './start-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The stores of the stack of many nodes, for every file of a run; each world has a database and a prefix of its own in them. */
    sharedStores: SharedStores;
  }
}

/** Starts MongoDB and Redis once for a run of the suites of behaviour, and ends them with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mongo = await startMongo();
  const redis = await startRedis();
  if (mongo === null || redis === null) throw new Error('The stack of many nodes needs MongoDB and Redis.');
  project.provide('sharedStores', { mongoUri: mongo.uri, redisUri: redis.uri });
  return async () => {
    await redis[Symbol.asyncDispose]();
    await mongo[Symbol.asyncDispose]();
  };
}
