import { startMongo } from '@parley/test-kit';
import { afterAll, describe } from 'vitest';
import { nodesContract } from '../contract/nodes-contract.ts';
import { storageContract } from '../contract/storage-contract.ts';
import { makeMongoPlace } from './__fixtures__/mongo-place.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

describe.skipIf(server === null)('on a MongoDB server', () => {
  if (server === null) return;
  storageContract('MongoDB', () => makeMongoPlace(server));
  nodesContract(() => makeMongoPlace(server));
});
