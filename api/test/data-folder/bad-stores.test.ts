import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMongo, startRedis, type MongoServer, type RedisServer } from '@parley/test-kit';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runServer, startServer } from './run-parley.ts';

const mongo: MongoServer | null = await startMongo();
const redis: RedisServer | null = await startRedis({ own: true, args: ['--requirepass', 'open-sesame'] });

const secrets = {
  JWT_SECRET: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  CREDS_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
};

// Most of the time is waited for somebody who does not answer: they wait together.
describe.skipIf(mongo === null || redis === null)('a start on stores that cannot be used', { timeout: 90_000, concurrent: true }, () => {
  let folder = '';
  beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-stores-'))));
  afterAll(async () => {
    await mongo?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  let number = 0;
  const database = (name: string): string => mongo!.uri.replace(/\/(\?|$)/, `/${name}$1`);
  /** Where what shares a database keeps its files: nodes of one installation share them too. */
  const filesOf = ({ MONGO_URI = 'none' }: Readonly<Record<string, string>>): string =>
    path.join(folder, `files-${MONGO_URI.replaceAll(/\W+/g, '-').slice(-60)}`);
  const open = (): string => redis!.uri.replace('redis://', 'redis://:open-sesame@');

  /** One sentence, exit code 1, nothing on standard output, and no password anywhere. */
  async function refuses(env: Readonly<Record<string, string>>, sentence: RegExp): Promise<void> {
    const { code, out, err } = await runServer(path.join(folder, `data-${(number += 1)}`), {
      LOG_LEVEL: 'error',
      FILES_DIR: filesOf(env),
      ...secrets,
      ...env,
    });
    expect([code, out]).toEqual([1, '']);
    const last = err.split('\n').at(-1)!;
    expect(last).toMatch(sentence);
    expect(last).toMatch(/^Parley cannot start: /);
    expect(err).not.toMatch(/ {4}at |s3cret|open-sesame|wrong-word/);
  }

  test('a MongoDB nobody hears from', () =>
    refuses(
      { MONGO_URI: 'mongodb://anna:s3cret@127.0.0.1:1/parley?replicaSet=rs0' },
      /MongoDB at 127\.0\.0\.1:1 cannot be used: .*MONGO_URI/,
    ));

  test('an address that is none', async () => {
    await refuses({ MONGO_URI: 'postgres://127.0.0.1/parley' }, /MONGO_URI takes an address that begins with mongodb/);
    await refuses({ MONGO_URI: 'mongodb://' }, /MONGO_URI/);
  });

  test('a password that is wrong', () =>
    refuses(
      { MONGO_URI: database('entry').replace('mongodb://', 'mongodb://anna:s3cret@') },
      /MongoDB at 127\.0\.0\.1:\d+ cannot be used: .*(auth|Auth|SCRAM)/,
    ));

  test('a MongoDB that is no replica set', async () => {
    await using alone = await startMongo({ standalone: true });
    await refuses({ MONGO_URI: alone!.uri }, /not a replica set/);
  });

  test('data of a newer version, which is left as it is', async () => {
    const client = await MongoClient.connect(mongo!.uri);
    const schema = client.db('newer-data').collection<{ _id: string; version: number }>('schema');
    await schema.insertOne({ _id: 'schema', version: 99 });
    await refuses({ MONGO_URI: database('newer-data') }, /schema 99, which is newer/);
    expect(await schema.find().toArray()).toEqual([{ _id: 'schema', version: 99 }]);
    await client.close();
  });

  test('no secrets, or Redis without MongoDB', async () => {
    await refuses({ MONGO_URI: database('a'), JWT_SECRET: '' }, /MONGO_URI is set, which needs JWT_SECRET and CREDS_KEY/);
    await refuses({ REDIS_URI: open() }, /REDIS_URI is set without MONGO_URI/);
  });

  test('a Redis nobody hears from, or that wants another password', async () => {
    const MONGO_URI = database('redis');
    await refuses({ MONGO_URI, REDIS_URI: 'redis://127.0.0.1:1' }, /Redis at 127\.0\.0\.1:1 cannot be used: .*REDIS_URI/);
    await refuses({ MONGO_URI, REDIS_URI: redis!.uri }, /Redis at 127\.0\.0\.1:\d+ cannot be used: NOAUTH/);
    await refuses({ MONGO_URI, REDIS_URI: redis!.uri, REDIS_PASSWORD: 'wrong-word' }, /cannot be used: WRONGPASS/);
  });

  test('a second node without Redis waits for the first to be gone, then refuses; one that is killed is waited for', async () => {
    const env = { ...secrets, MONGO_URI: database('alone'), FILES_DIR: filesOf({ MONGO_URI: database('alone') }) };
    const first = await startServer(path.join(folder, 'first'), env);
    await refuses(
      { MONGO_URI: env.MONGO_URI },
      /Another process \(.*\) uses the database of MONGO_URI, and this one, without REDIS_URI, must be alone/,
    );
    await refuses({ MONGO_URI: env.MONGO_URI, REDIS_URI: open() }, /and runs without REDIS_URI, so that it must be alone/);
    await first.end('SIGKILL');
    const second = await startServer(path.join(folder, 'second'), env);
    expect(second.readyMs).toBeGreaterThan(1_000);
    await second.end('SIGTERM');
    const third = await startServer(path.join(folder, 'third'), env);
    await third.end('SIGKILL');
  });

  test('a node with Redis and one without do not mix, two with it do', async () => {
    const MONGO_URI = database('together');
    const env = { ...secrets, MONGO_URI, REDIS_URI: open(), FILES_DIR: filesOf({ MONGO_URI }) };
    const nodes = await Promise.all(['a', 'b'].map((name) => startServer(path.join(folder, name), env)));
    await refuses({ MONGO_URI: env.MONGO_URI }, /must be alone/);
    await Promise.all(nodes.map((node) => node.end('SIGTERM')));
  });
});
