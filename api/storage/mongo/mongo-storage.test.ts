import { startMongo } from '@parley/test-kit';
import { afterAll, describe } from 'vitest';
import { storageContract } from '../contract/storage-contract.ts';
import { makeMongoPlace } from './__fixtures__/mongo-place.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

describe.skipIf(server === null)('on a MongoDB server', () => {
  if (server !== null) storageContract('MongoDB', () => makeMongoPlace(server));
});
