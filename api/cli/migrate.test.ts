import { startMongo } from '@parley/test-kit';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openForWriting } from '../storage/sqlite/open-database.ts';
import { signIn } from '../test/crash/api-client.ts';
import { ask, ended } from '../test/data-folder/ask.ts';
import { runCli, startServer, type Server } from '../test/data-folder/run-parley.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

let folder = '';
let dataDir = '';
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-migrate-'));
  [dataDir, servers] = [path.join(folder, 'data'), []];
});
afterEach(async () => {
  for (const each of servers) await each.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function serve(where: string, more?: NodeJS.ProcessEnv): Promise<Server> {
  const started = await startServer(where, more);
  servers.push(started);
  return started;
}

test('upgrades are tried and rolled back from the command line, and what cannot be done is said in one sentence', async () => {
  expect(await runCli(dataDir, ['migrate', '--dry-run'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^parley: There is no parley\.db/),
  });
  await (await serve(dataDir)).end('SIGTERM');
  const tried = await runCli(dataDir, ['migrate', '--dry-run']);
  expect(tried).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/as this version wants it: the next start changes nothing/) });
  const back = await runCli(dataDir, ['migrate', '--rollback']);
  expect(back).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^parley: There is no snapshot in .*$/) });
  for (const args of [[], ['sideways'], ['sqlite-to-mongo', '--dry-run']])
    expect(await runCli(dataDir, ['migrate', ...args])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^parley: Say what is wanted/),
    });
  expect(await runCli(dataDir, ['migrate', 'sqlite-to-mongo'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/MONGO_URI .* is not set/),
  });
});

test('an older database is tried, upgraded by a start, and rolled back', { timeout: 120_000 }, async () => {
  mkdirSync(dataDir, { mode: 0o700 });
  const old = openForWriting(path.join(dataDir, 'parley.db'));
  old.exec(readFileSync(path.join(import.meta.dirname, '../storage/sqlite/migrations/__fixtures__/schema-0001.sql'), 'utf8'));
  old.close();
  const tried = await runCli(dataDir, ['migrate', '--dry-run']);
  expect(tried).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^The next start takes .* from schema 1\..*\n {2}2 {2}checkpoints, /),
  });
  expect(readdirSync(dataDir).toSorted()).toEqual(['lock.db', 'parley.db']);
  await (await serve(dataDir)).end('SIGTERM');
  const back = await runCli(dataDir, ['migrate', '--rollback']);
  expect(back).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/is as it was before the last upgrade \(schema 1; it was \d+\)/),
  });
  expect(back.out).toMatch(/kept as parley\.db\.rolled-back-.*Z\.\nStart the older version now/);
  expect((await runCli(dataDir, ['migrate', '--dry-run'])).out).toMatch(/from schema 1\./);
});

describe.skipIf(server === null)('with a MongoDB', () => {
  test('a household moves up, is served there, and comes back with what it wrote', { timeout: 180_000 }, async () => {
    const database = `parley-${uuidv7()}`;
    const uri = server!.uri.replace('/?', `/${database}?`);
    const before = await serve(dataDir);
    const client = await signIn(before.url);
    const asked = await ask(client, 'Kept in a file');
    await ended(client, asked);
    await before.end('SIGTERM');

    const secretOf = (name: string): string => readFileSync(path.join(dataDir, name), 'utf8').trim();
    const secrets = { JWT_SECRET: secretOf('jwt.secret'), CREDS_KEY: secretOf('credentials.secret') };
    const up = await runCli(dataDir, ['migrate', 'sqlite-to-mongo'], { MONGO_URI: uri });
    expect(up.err).toBe('');
    expect(up.code).toBe(0);
    expect(up.out).toMatch(/^messages +2 +2 {2}[0-9a-f]{16} {2}the same$/m);
    expect(up.out).not.toContain('DIFFERS');
    expect(up.out).toContain(`CREDS_KEY in ${path.join(dataDir, 'credentials.secret')}`);
    for (const secret of Object.values(secrets)) expect(up.out).not.toContain(secret);
    const again = await runCli(dataDir, ['migrate', 'sqlite-to-mongo'], { MONGO_URI: uri });
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/was moved .* before.*Nothing was done/) });

    const nodeDir = path.join(folder, 'node');
    // Files are not moved: they are looked for where they were.
    const node = await serve(nodeDir, { MONGO_URI: uri, FILES_DIR: path.join(dataDir, 'files'), ...secrets });
    const there = await signIn(node.url);
    expect((await there.branch(asked.conversationId)).body.messages).toHaveLength(2);
    const more = await ask(there, 'Kept in MongoDB');
    await ended(there, more);
    expect(await runCli(path.join(folder, 'back'), ['migrate', 'mongo-to-sqlite'], { MONGO_URI: uri })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/A server runs on the database/),
    });
    await node.end('SIGTERM');

    const backDir = path.join(folder, 'back');
    const down = await runCli(backDir, ['migrate', 'mongo-to-sqlite'], { MONGO_URI: uri });
    expect(down).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^messages +4 +4 .*the same$/m) });
    expect(readdirSync(backDir).toSorted()).toEqual(['lock.db', 'parley.db']);
    const home = await serve(backDir, { ...secrets, FILES_DIR: path.join(dataDir, 'files') });
    const returned = await signIn(home.url);
    for (const { conversationId } of [asked, more]) expect((await returned.branch(conversationId)).body.messages).toHaveLength(2);

    await using cleaner = await MongoClient.connect(server!.uri);
    await cleaner.db(database).dropDatabase();
  });
});
