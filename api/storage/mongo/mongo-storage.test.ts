import { startMongo } from '@parley/test-kit';
import { afterAll, describe } from 'vitest';
import { continueContract } from '../contract/continue-contract.ts';
import { copyContract } from '../contract/copy-contract.ts';
import { damageContract } from '../contract/damage-contract.ts';
import { messagesContract } from '../contract/messages-contract.ts';
import { nodesContract } from '../contract/nodes-contract.ts';
import { purgeContract } from '../contract/purge-contract.ts';
import { queueContract } from '../contract/queue-contract.ts';
import { storageContract } from '../contract/storage-contract.ts';
import type { Place } from '../contract/store-under-test.ts';
import { takeOverContract } from '../contract/take-over-contract.ts';
import { makeMongoPlace } from './__fixtures__/mongo-place.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

describe.skipIf(server === null)('on a MongoDB server', () => {
  if (server === null) return;
  storageContract('MongoDB', () => makeMongoPlace(server));
  nodesContract(() => makeMongoPlace(server));

  describe('with nearly every text in chunks', () => {
    const inChunks = (): Promise<Place> => makeMongoPlace(server, { chunkBytes: 9 });
    for (const contract of [
      messagesContract,
      continueContract,
      queueContract,
      takeOverContract,
      copyContract,
      purgeContract,
      damageContract,
    ])
      contract(inChunks);
  });
});
