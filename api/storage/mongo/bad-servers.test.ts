import { startMongo } from '@parley/test-kit';
import { MongoClient } from 'mongodb';
import { afterAll, describe, expect, test } from 'vitest';
import { newPerson } from '../contract/builders.ts';
import { createMongoStorage } from './create-mongo-storage.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

describe.skipIf(server === null)('a MongoDB that cannot serve', () => {
  const uri = server?.uri ?? '';

  test('nobody listens: the start is refused within seconds', async () => {
    await expect(createMongoStorage({ uri: 'mongodb://127.0.0.1:1/?replicaSet=rs0' })).rejects.toThrow(/ECONNREFUSED|127\.0\.0\.1:1/);
  });

  test('an address that is none is refused', async () => {
    await expect(async () => createMongoStorage({ uri: 'mongodb://' })).rejects.toThrow();
  });

  test('a server that is no member of a replica set is refused by name', async () => {
    await using alone = await startMongo({ standalone: true });
    await expect(createMongoStorage({ uri: alone!.uri })).rejects.toThrow(/not a replica set/);
  });

  test('data of a newer version is refused and left as it is', async () => {
    await using client = await MongoClient.connect(uri);
    const db = client.db('newer');
    await db.collection<{ _id: string; version: number }>('schema').insertOne({ _id: 'schema', version: 99 });
    await expect(createMongoStorage({ uri, database: 'newer' })).rejects.toThrow(/schema 99.*newer/);
    expect((await db.listCollections().toArray()).map((each) => each.name)).toEqual(['schema']);
    await db.dropDatabase();
  });

  test('ten nodes that start at once on an empty database all start', async () => {
    const nodes = await Promise.all(Array.from({ length: 10 }, () => createMongoStorage({ uri, database: 'ten-nodes' })));
    await newPerson(nodes[0]!);
    expect(await nodes[9]!.countUsers()).toBe(1);
    for (const node of nodes) await node[Symbol.asyncDispose]();
  });

  test('a server that goes away is a refusal that can be tried again, and heals', async () => {
    await using other = await startMongo();
    await using storage = await createMongoStorage({ uri: other!.uri, database: 'away' });
    const ada = await newPerson(storage);
    await other!.process?.kill();
    await expect(storage.getUser(ada.ownerId)).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    await other!.process?.start();
    await expect.poll(() => storage.countUsers().catch(() => -1), { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
  });
});
