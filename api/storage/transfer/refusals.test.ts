import { startMongo } from '@parley/test-kit';
import { MongoClient, type Db } from 'mongodb';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchange, newPerson, sendInput, settleInput } from '../contract/builders.ts';
import { createMongoStorage } from '../mongo/create-mongo-storage.ts';
import { openConnection } from '../sqlite/connection.ts';
import { createSqliteStorage } from '../sqlite/create-sqlite-storage.ts';
import { contentOf, householdIn, newDatabase, newFolder, now, removeFolder } from './__fixtures__/moving.ts';
import { mongoToSqlite } from './mongo-to-sqlite.ts';
import { sqliteToMongo } from './sqlite-to-mongo.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

describe.skipIf(server === null)('a move that is refused', () => {
  const uri = server?.uri ?? '';
  const client = new MongoClient(uri === '' ? 'mongodb://127.0.0.1:1' : uri);
  afterAll(() => client.close());
  let dataDir = '';
  let database = '';
  let db: Db;
  beforeEach(() => {
    [dataDir, database] = [newFolder(), newDatabase()];
    db = client.db(database);
  });
  afterEach(async () => {
    removeFolder(dataDir);
    await db.dropDatabase();
  });

  const up = (): Promise<unknown> => sqliteToMongo({ dataDir, uri, database });
  const down = (): Promise<unknown> => mongoToSqlite({ dataDir, uri, database });
  const collections = async (): Promise<string[]> => (await db.listCollections().toArray()).map(({ name }) => name).toSorted();

  /** A folder with one account, its storage closed again. */
  async function smallHousehold(): Promise<void> {
    await using storage = await createSqliteStorage({ dataDir, now });
    await newPerson(storage);
  }

  test('up: without a database, and while a server has the folder', async () => {
    await expect(up()).rejects.toThrow(/There is no parley\.db/);
    await using storage = await createSqliteStorage({ dataDir, now });
    await expect(up()).rejects.toThrow(/in use by another process/);
    await storage[Symbol.asyncDispose]();
    await expect(up()).rejects.toThrow(/no account.*nothing to move/);
    expect(await collections()).toEqual([]);
  });

  test('up: with another schema than this version has', async () => {
    await smallHousehold();
    const file = path.join(dataDir, 'parley.db');
    const known = openConnection(file).get<{ user_version: number }>('PRAGMA user_version')!.user_version;
    for (const [version, sentence] of [
      [known + 1, /newer version/],
      [known - 1, /Start this version once/],
    ] as const) {
      const changing = openConnection(file);
      changing.exec(`PRAGMA user_version = ${version}`);
      changing.close();
      await expect(up()).rejects.toThrow(sentence);
    }
    expect(await collections()).toEqual([]);
  });

  test('up: while a turn was running, but not while one waits in a queue', async () => {
    const storage = await createSqliteStorage({ dataDir, now });
    const ada = await newPerson(storage);
    const first = sendInput(null, 'One');
    await storage.beginTurn(ada, first);
    await storage.beginTurn(ada, sendInput(first.answerId, 'Waits', { conversationId: first.conversationId }));
    await storage[Symbol.asyncDispose]();
    const before = contentOf(dataDir);
    await expect(up()).rejects.toThrow(/Answers were being written.*\(1\).*Start it once/);
    expect(contentOf(dataDir)).toBe(before);
    expect(await collections()).toEqual([]);
    const again = await createSqliteStorage({ dataDir, now });
    await again.settleTurn(ada, settleInput(first.turnId, { status: 'interrupted' }));
    await again[Symbol.asyncDispose]();
    expect(await up()).toMatchObject({ same: true });
  });

  test('up: into a database that holds other data, or another household', { timeout: 120_000 }, async () => {
    await householdIn(dataDir, 21, 3);
    const other = await createMongoStorage({ uri, database, now });
    await exchange(other, await newPerson(other), null, 'Mine');
    await other[Symbol.asyncDispose]();
    const before = await collections();
    await expect(up()).rejects.toThrow(/holds other data.*Nothing was touched/);
    expect(await collections()).toEqual(before);
    expect(await db.collection('users').countDocuments()).toBe(1);

    await db.dropDatabase();
    expect(await up()).toMatchObject({ same: true });
    removeFolder(dataDir);
    dataDir = newFolder();
    await smallHousehold();
    await expect(up()).rejects.toThrow(/another household.*Nothing was touched/);
    expect(await db.collection('users').countDocuments()).toBe(3);
  });

  test('up: into data of a newer version, and into a server that is no replica set', async () => {
    await smallHousehold();
    await db.collection<{ _id: string; version: number }>('schema').insertOne({ _id: 'schema', version: 99 });
    await expect(up()).rejects.toThrow(/schema 99/);
    expect(await collections()).toEqual(['schema']);
    await using alone = await startMongo({ standalone: true });
    await expect(sqliteToMongo({ dataDir, uri: alone!.uri, database })).rejects.toThrow(/not a replica set/);
    await expect(sqliteToMongo({ dataDir, uri: 'mongodb://127.0.0.1:1/?replicaSet=rs0', database })).rejects.toThrow(
      /MongoDB of MONGO_URI did not do its part.*can be run again/,
    );
  });

  test('either way while a node lives, and not for one that died', async () => {
    await smallHousehold();
    const nodes = db.collection<{ _id: string; seenAt: number }>('nodes');
    await nodes.insertOne({ _id: 'node-a', seenAt: Date.now() });
    await expect(up()).rejects.toThrow(/A server runs on the database.*node-a/);
    await nodes.updateOne({ _id: 'node-a' }, { $set: { seenAt: Date.now() - 60_000 } });
    expect(await up()).toMatchObject({ same: true });
    const target = path.join(dataDir, 'back');
    await nodes.updateOne({ _id: 'node-a' }, { $set: { seenAt: Date.now() } });
    await expect(mongoToSqlite({ dataDir: target, uri, database })).rejects.toThrow(/A server runs on the database.*node-a/);
    expect(existsSync(target)).toBe(false);
  });

  test('down: from a database without accounts, or with running turns', async () => {
    await expect(down()).rejects.toThrow(/no account in the database/);
    const mongo = await createMongoStorage({ uri, database, now });
    await mongo.beginTurn(await newPerson(mongo), sendInput(null, 'Runs'));
    await mongo[Symbol.asyncDispose]();
    await expect(down()).rejects.toThrow(/Answers were being written.*\(1\)/);
    expect(contentOf(dataDir)).toBe('');
  });
});
