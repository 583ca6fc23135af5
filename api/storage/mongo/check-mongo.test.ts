import { startMongo } from '@parley/test-kit';
import { uuidv7 } from '@parley/chat-core';
import { MongoClient, type Db } from 'mongodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../telemetry/finding.ts';
import { checkMongo, type MongoToCheck } from './check-mongo.ts';
import { schemaOf } from './migrations/schema.ts';
import { prepareDatabase } from './prepare-database.ts';

const server = await startMongo();
const password = 's3cret-pass%40word';

const examine = (mongo: MongoToCheck): Promise<readonly Finding[]> => checkMongo(mongo).run(new AbortController().signal);
const levels = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ level }) => level))];

test('a server that does not answer is one failure, within seconds and without its password', { timeout: 15_000 }, async () => {
  const start = performance.now();
  const findings = await examine({ uri: `mongodb://ada:${password}@127.0.0.1:1/?replicaSet=rs0` });
  expect(performance.now() - start).toBeLessThan(8_000);
  expect(findings).toEqual([
    { level: 'fail', said: expect.stringMatching(/^MongoDB at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/), advice: expect.any(String) },
  ]);
  for (const secret of [password, decodeURIComponent(password), 'ada']) expect(JSON.stringify(findings)).not.toContain(secret);
});

test('an address that is none is one failure, without its password', async () => {
  for (const uri of [`mongodb://ada:${password}@`, `mongodb://ada:${password}@host:port:9/`, `nonsense ${password}`]) {
    const findings = await examine({ uri });
    expect(findings).toMatchObject([{ level: 'fail' }]);
    expect(JSON.stringify(findings)).not.toContain(password);
  }
});

describe.skipIf(server === null)('a server that answers', () => {
  const uri = server?.uri ?? '';
  const client = new MongoClient(uri === '' ? 'mongodb://127.0.0.1:1' : uri);
  let db: Db;
  beforeEach(() => void (db = client.db(`parley-${uuidv7()}`)));
  afterEach(() => db.dropDatabase());
  afterAll(async () => {
    await client.close();
    await server?.[Symbol.asyncDispose]();
  });
  const look = (more: Partial<MongoToCheck> = {}): Promise<readonly Finding[]> => examine({ uri, database: db.databaseName, ...more });

  test('with everything in place is well, and looking changes nothing', async () => {
    await prepareDatabase(db);
    const before = await schemaOf(db).find().toArray();
    const findings = await look();
    expect(levels(findings)).toEqual(['ok']);
    const said = findings.map((finding) => finding.said).join('\n');
    for (const words of ['is MongoDB ', 'replica set', 'journals', 'clock agrees', 'as this Parley wants it', 'Every index is there'])
      expect(said).toContain(words);
    expect(await schemaOf(db).find().toArray()).toEqual(before);
  });

  test('with nothing in it yet waits for the first start, and nothing is made', async () => {
    expect(await look()).toContainEqual({ level: 'warn', said: expect.stringContaining('holds nothing yet') });
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test('with an older or a newer schema is told by its version', async () => {
    await prepareDatabase(db);
    await schemaOf(db).updateOne({ _id: 'schema' }, { $set: { version: 1 } });
    expect(await look()).toContainEqual({ level: 'warn', said: expect.stringMatching(/is version 1; the next start brings it to \d/) });
    await schemaOf(db).updateOne({ _id: 'schema' }, { $set: { version: 99 } });
    expect(await look()).toContainEqual(expect.objectContaining({ level: 'fail', said: expect.stringContaining('version 99') }));
  });

  test('without an index, or with another of its name, says how to make it', async () => {
    const { messages, users } = await prepareDatabase(db);
    await messages.dropIndex('by_parent');
    await users.dropIndex('by_email');
    await users.createIndex({ emailKey: 1 }, { name: 'by_email' });
    const findings = await look();
    expect(findings).toContainEqual({
      level: 'fail',
      said: 'The index by_parent of messages is missing.',
      advice: 'In mongosh: db.messages.createIndex({"conversationId":1,"parentOrdinal":1,"ordinal":1}, {"name":"by_parent"})',
    });
    expect(findings).toContainEqual({
      level: 'fail',
      said: 'The index by_email of users is not what it should be.',
      advice: 'In mongosh: db.users.dropIndex("by_email"); db.users.createIndex({"emailKey":1}, {"name":"by_email","unique":true})',
    });
  });

  test('whose clock differs is said, by how much and which way', async () => {
    expect(await look({ now: () => Date.now() - 30_000 })).toContainEqual(
      expect.objectContaining({ level: 'warn', said: expect.stringMatching(/^The clock is (29|30|31) s behind that of the server\.$/) }),
    );
    expect(await look({ now: () => Date.now() + 3_600_000 })).toContainEqual(
      expect.objectContaining({ level: 'fail', said: expect.stringContaining('ahead of') }),
    );
  });

  test('that is no replica set is a failure', { timeout: 20_000 }, async () => {
    await using alone = await startMongo({ standalone: true });
    const findings = await examine({ uri: alone!.uri });
    expect(findings).toContainEqual(expect.objectContaining({ level: 'fail', said: expect.stringContaining('is not a replica set') }));
  });
});
