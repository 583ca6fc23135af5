import { startMongo } from '@parley/test-kit';
import { MongoClient } from 'mongodb';
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchange, existing, newPerson, sendInput, settleInput, textParts } from '../contract/builders.ts';
import { applyStep } from '../contract/random-step.ts';
import { createMongoStorage } from '../mongo/create-mongo-storage.ts';
import { createSqliteStorage } from '../sqlite/create-sqlite-storage.ts';
import { lockFolder } from '../sqlite/lock-folder.ts';
import { dumpTables } from './__fixtures__/dump-tables.ts';
import { buildHousehold, stepsOf } from './__fixtures__/household.ts';
import { contentOf, householdIn, newDatabase, newFolder, now, removeFolder } from './__fixtures__/moving.ts';
import { portView } from './__fixtures__/port-view.ts';
import { mongoToSqlite } from './mongo-to-sqlite.ts';
import { sqliteToMongo } from './sqlite-to-mongo.ts';
import type { Transferred } from './transfer-options.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

const digests = (moved: Transferred | null, store: 'sqlite' | 'mongo'): unknown =>
  moved?.comparisons.map((each) => ({ name: each.name, ...each[store] }));

describe.skipIf(server === null)('moving a household', () => {
  const uri = server?.uri ?? '';
  let dataDir = '';
  let database = '';
  beforeEach(() => {
    [dataDir, database] = [newFolder(), newDatabase()];
  });
  afterEach(async () => {
    removeFolder(dataDir);
    await using client = await MongoClient.connect(uri);
    await client.db(database).dropDatabase();
  });

  test.each([1, 2, 3])('up and back again keeps everything, and both go on from there (%i)', { timeout: 180_000 }, async (seed) => {
    const { people, worlds, refresh } = await householdIn(dataDir, seed);
    const before = contentOf(dataDir);
    const up = await sqliteToMongo({ dataDir, uri, database, batch: 7 });
    expect(up).toMatchObject({ same: true });
    expect(up!.comparisons.filter(({ sqlite }) => sqlite.count === 0)).toEqual([]);
    expect(contentOf(dataDir)).toBe(before);

    const back = newFolder();
    const down = await mongoToSqlite({ dataDir: back, uri, database, batch: 5 });
    expect(down.same).toBe(true);
    expect(digests(down, 'sqlite')).toEqual(digests(up, 'sqlite'));
    expect(dumpTables(back)).toEqual(dumpTables(dataDir));

    const sqlite = await createSqliteStorage({ dataDir, now });
    const seen = await portView(sqlite, people);
    await sqlite[Symbol.asyncDispose]();
    await using mongo = await createMongoStorage({ uri, database, now });
    expect(await portView(mongo, people)).toEqual(seen);
    await using returned = await createSqliteStorage({ dataDir: back, now });
    expect(await portView(returned, people)).toEqual(seen);

    await exchange(mongo, people[0]!, null, 'The first one here');
    const waiting = await mongo.listActiveTurns(people[0]!);
    const { answerId, conversationId } = waiting.at(-1)!;
    const last = sendInput(answerId, 'Waits behind all', { conversationId, queueCap: 1_000 });
    for (const storage of [mongo, returned]) {
      await storage.beginTurn(people[0]!, last);
      expect((await storage.listActiveTurns(people[0]!)).map(({ id }) => id)).toEqual([...waiting.map(({ id }) => id), last.turnId]);
    }
    const rotation = { presentedHash: refresh.hash, nextHash: 'next', now: 2_000, graceMs: 1, expiresAt: 3_000_000 };
    for (const storage of [mongo, returned])
      expect(await storage.rotateRefresh(rotation)).toMatchObject({ outcome: 'rotated', session: { userId: refresh.ownerId } });
    // Each step is held against the model: a turn that begins, one that ends and wakes another, a leaf that was seen long ago.
    for (const step of stepsOf(seed + 100, 12)) await applyStep(mongo, worlds[0]!, step);
    await returned[Symbol.asyncDispose]();
    removeFolder(back);
  });

  test('what a killed server left in the write-ahead log is moved, and left as it is', { timeout: 120_000 }, async () => {
    const killed = newFolder();
    const storage = await createSqliteStorage({ dataDir: killed, now });
    const { people } = await buildHousehold(storage, 8, 10);
    for (const name of ['parley.db', 'parley.db-wal']) copyFileSync(path.join(killed, name), path.join(dataDir, name));
    lockFolder(dataDir).release();
    const before = contentOf(dataDir);
    expect(await sqliteToMongo({ dataDir, uri, database })).toMatchObject({ same: true });
    expect(contentOf(dataDir)).toBe(before);
    await using mongo = await createMongoStorage({ uri, database, now });
    expect(await portView(mongo, people)).toEqual(await portView(storage, people));
    await storage[Symbol.asyncDispose]();
    removeFolder(killed);
  });

  test('an answer that is too long for a document is moved whole, there and back', { timeout: 120_000 }, async () => {
    const storage = await createSqliteStorage({ dataDir, now });
    const ada = await newPerson(storage);
    const { turn, conversation, answer } = await storage.beginTurn(ada, sendInput(null, 'Be long'));
    const text = '"\u00e9'.repeat(3_000_000);
    await storage.settleTurn(ada, settleInput(turn.id, { parts: textParts(text) }));
    await storage[Symbol.asyncDispose]();
    expect(await sqliteToMongo({ dataDir, uri, database })).toMatchObject({ same: true });
    await using mongo = await createMongoStorage({ uri, database, now });
    const [part] = (await existing(mongo, ada, conversation.id, answer.id)).parts as { text?: string }[];
    expect(part?.text === text).toBe(true);
    const back = path.join(dataDir, 'back');
    expect(await mongoToSqlite({ dataDir: back, uri, database })).toMatchObject({ same: true });
  });

  test('doing it again does nothing, and a folder that went on by itself is refused', { timeout: 120_000 }, async () => {
    const { people } = await householdIn(dataDir, 4, 5);
    expect(await sqliteToMongo({ dataDir, uri, database })).toMatchObject({ same: true });
    expect(await sqliteToMongo({ dataDir, uri, database })).toBeNull();
    const storage = await createSqliteStorage({ dataDir, now });
    await storage.updateUser(people[0]!.ownerId, { name: 'Changed since' });
    await storage[Symbol.asyncDispose]();
    await expect(sqliteToMongo({ dataDir, uri, database })).rejects.toThrow(/has changed since.*Nothing was touched/);
    await using mongo = await createMongoStorage({ uri, database, now });
    expect((await mongo.getUser(people[0]!.ownerId))?.name).toBe('Ada');
  });

  test('what is cut off goes on, and begins anew when the folder changed meanwhile', { timeout: 120_000 }, async () => {
    const { people, worlds } = await householdIn(dataDir, 5, 20);
    let batches = 0;
    const giveUp = (): void => {
      batches += 1;
      if (batches === 9) throw new Error('Enough.');
    };
    await expect(sqliteToMongo({ dataDir, uri, database, batch: 4, onBatch: giveUp })).rejects.toThrow('Enough.');
    await expect(createMongoStorage({ uri, database })).rejects.toThrow(/not all of it is there/);
    await expect(mongoToSqlite({ dataDir: path.join(dataDir, 'other'), uri, database })).rejects.toThrow(/not all of it is there/);
    const moved: string[] = [];
    const going = { dataDir, uri, database, batch: 4, onBatch: ({ name }: { name: string }) => void moved.push(name) };
    const storage = await createSqliteStorage({ dataDir, now });
    await storage.setDeleted(worlds[0]!.scope, worlds[0]!.conversationId, 1);
    await storage.purge(2, 100);
    await storage[Symbol.asyncDispose]();
    expect(await sqliteToMongo(going)).toMatchObject({ same: true });
    expect(moved[0]).toBe('accounts');
    await using mongo = await createMongoStorage({ uri, database, now });
    expect(await mongo.getConversation(worlds[0]!.scope, worlds[0]!.conversationId)).toBeNull();
    await using sqlite = await createSqliteStorage({ dataDir, now });
    expect(await portView(mongo, people)).toEqual(await portView(sqlite, people));
  });

  test('a difference is found, named, and mended by the next attempt', { timeout: 120_000 }, async () => {
    const { people } = await householdIn(dataDir, 6, 5);
    await using client = await MongoClient.connect(uri);
    const tamper = async ({ name }: { name: string }): Promise<void> => {
      if (name === 'sessions')
        await client
          .db(database)
          .collection('users')
          .updateOne({ name: 'Ada' }, { $set: { name: 'Mallory' } });
    };
    const moved = await sqliteToMongo({ dataDir, uri, database, onBatch: tamper });
    expect(moved?.comparisons.filter(({ same }) => !same).map(({ name }) => name)).toEqual(['accounts']);
    expect(await sqliteToMongo({ dataDir, uri, database })).toMatchObject({ same: true });
    await using mongo = await createMongoStorage({ uri, database, now });
    expect((await mongo.getUser(people[0]!.ownerId))?.name).toBe('Ada');
  });

  test('back again leaves no file when it is cut off, and none over another', { timeout: 120_000 }, async () => {
    await householdIn(dataDir, 7, 5);
    await sqliteToMongo({ dataDir, uri, database });
    await expect(mongoToSqlite({ dataDir, uri, database })).rejects.toThrow(/has a database \(parley\.db\).*Nothing was touched/);
    const target = path.join(dataDir, 'back');
    const giveUp = ({ name }: { name: string }): void => {
      if (name === 'messages') throw new Error('Enough.');
    };
    await expect(mongoToSqlite({ dataDir: target, uri, database, onBatch: giveUp })).rejects.toThrow('Enough.');
    expect(existsSync(path.join(target, 'parley.db'))).toBe(false);
    expect(await mongoToSqlite({ dataDir: target, uri, database })).toMatchObject({ same: true });
  });
});
