import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { startMongo } from '@parley/test-kit';
import { MongoClient } from 'mongodb';
import { afterAll, describe, expect, test } from 'vitest';
import { newPerson, sendInput } from '../contract/builders.ts';
import { createMongoStorage, type MongoStorage } from './create-mongo-storage.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());
const script = path.join(import.meta.dirname, '__fixtures__/die-in-a-transaction.ts');
const deadAfter = 1_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Held {
  readonly storage: MongoStorage;
  /** A change of what the dead node was about to change. */
  readonly change: Promise<unknown>;
  readonly dead: string;
}

/** A node that died in a transaction, and a change that waits for it. */
async function dieInATransaction(uri: string, database: string): Promise<Held> {
  const storage = await createMongoStorage({ uri, database });
  const ada = await newPerson(storage);
  const begun = await storage.beginTurn(ada, sendInput(null, 'Hello.'));
  const { id } = begun.conversation;
  const dead = uuidv7();
  const child = spawn(process.execPath, [script, uri, database, dead, ada.ownerId, id], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  await storage.nodes!.join({ node: uuidv7(), alone: false }, 60_000);
  return { storage, dead, change: storage.updateConversation(ada, id, { title: 'Now', titleSource: 'user' }) };
}

describe.skipIf(server === null)('a transaction that its node died in', () => {
  const { uri } = server!;
  const database = `parley-${uuidv7()}`;
  const livingOf = async (storage: MongoStorage): Promise<string[]> =>
    (await storage.nodes!.list()).filter(({ silentFor }) => silentFor < deadAfter).map(({ id }) => id);

  test('holds up nobody longer than its node is missed', { timeout: 90_000 }, async () => {
    const { storage, change, dead } = await dieInATransaction(uri, database);
    await using _storage = storage;
    expect(await Promise.race([change, pause(1_500)])).toBeUndefined();
    // As long as the node may live, nothing of it is touched.
    await storage.nodes!.release([dead, ...(await livingOf(storage))], deadAfter);
    expect(await Promise.race([change, pause(500)])).toBeUndefined();
    await storage.nodes!.release(await livingOf(storage), deadAfter);
    expect(await change).toMatchObject({ title: 'Now' });
    await storage.nodes!.leave(dead);
    const client = await MongoClient.connect(uri);
    expect(await client.db(database).collection('transaction_sessions').countDocuments({ node: dead })).toBe(0);
    await client.close();
  });

  test('is ended by whoever joins, also when its node is not listed any more', { timeout: 90_000 }, async () => {
    const { storage, change, dead } = await dieInATransaction(uri, database);
    await using _storage = storage;
    // As one that died while it joined.
    await storage.db.collection<{ _id: string }>('nodes').deleteOne({ _id: dead });
    await storage.nodes!.release(await livingOf(storage), 60_000);
    expect(await Promise.race([change, pause(1_000)])).toBeUndefined();
    await storage.nodes!.release(await livingOf(storage), deadAfter);
    expect(await change).toMatchObject({ title: 'Now' });
  });

  test('a node that was taken for dead goes on, and is covered again', async () => {
    await using storage = await createMongoStorage({ uri, database: `parley-${uuidv7()}` });
    const node = uuidv7();
    const noted = (): Promise<number> => storage.db.collection('transaction_sessions').countDocuments({ node });
    await storage.nodes!.join({ node, alone: false }, 60_000);
    const ada = await newPerson(storage);
    expect(await noted()).toBeGreaterThan(0);
    await using other = await createMongoStorage({ uri, database: storage.db.databaseName });
    await other.nodes!.join({ node: uuidv7(), alone: false }, 0);
    await pause(50);
    // Held up and awake again before anybody forgot it: what it noted still holds.
    await other.nodes!.release([], 10);
    await storage.nodes!.beat({ node, alone: false });
    expect(await noted()).toBeGreaterThan(0);
    await pause(50);
    await other.nodes!.forget(node, 10);
    expect(await noted()).toBe(0);
    await storage.nodes!.beat({ node, alone: false });
    expect(await storage.beginTurn(ada, sendInput(null, 'Still here.'))).toMatchObject({ conversation: { title: 'Still here.' } });
    expect(await noted()).toBeGreaterThan(0);
    await storage.nodes!.leave(node);
    expect(await noted()).toBe(0);
  });
});

test.skipIf(server === null)('a store that is closed in the middle of a change leaves nothing open', { timeout: 90_000 }, async () => {
  const database = `parley-${uuidv7()}`;
  const first = await createMongoStorage({ uri: server!.uri, database });
  const ada = await newPerson(first);
  const { conversation } = await first.beginTurn(ada, sendInput(null, 'Hello.'));
  const changes = ['a', 'b', 'c'].map((title) => first.updateConversation(ada, conversation.id, { title, titleSource: 'user' }));
  await first[Symbol.asyncDispose]();
  expect(await Promise.all(changes)).toMatchObject([{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
  await using second = await createMongoStorage({ uri: server!.uri, database });
  const began = performance.now();
  expect(await second.updateConversation(ada, conversation.id, { title: 'd', titleSource: 'user' })).toMatchObject({ title: 'd' });
  expect(performance.now() - began).toBeLessThan(20_000);
});
