import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, openSync, closeSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection } from '../../storage/sqlite/connection.ts';
import { innerWorld as world } from '../../test/world.ts';
import { doctor } from '../doctor.ts';
import { judgeClock } from './check-clock.ts';
import { judgeSpace } from './check-data-folder.ts';
import type { Row } from './run-checks.ts';

let folder = '';
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-doctor-'));
  chmodSync(folder, 0o700);
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function examine(env: Record<string, string>): Promise<{ code: number; rows: Row[]; text: string }> {
  let said = '';
  const source = { DATA_DIR: folder, ...env };
  const code = await doctor({ json: true }, (text) => (said = text), source);
  let text = '';
  await doctor({}, (table) => (text = table), source);
  return { code, rows: (JSON.parse(said) as { findings: Row[] }).findings, text };
}

const of = (rows: readonly Row[], check: string): (readonly [string, string])[] =>
  rows.filter((row) => row.check === check).map(({ level, said }) => [level, said]);

test('a running household is well, and looking at it changes nothing', async () => {
  await using here = await world();
  const person = await here.signUp();
  await person.say('hello');
  const before = readdirSync(here.dataDir).toSorted();
  const { code, rows, text } = await examine({ DATA_DIR: here.dataDir });
  expect(rows.filter(({ level }) => level === 'fail')).toEqual([]);
  expect(code).toBe(0);
  expect(of(rows, 'database')).toEqual([
    ['ok', 'A server has the data folder.'],
    ['ok', 'The database is sound (quick_check).'],
    ['ok', expect.stringMatching(/^The schema is version \d+, as this Parley wants it\.$/)],
  ]);
  expect(of(rows, 'turn log')).toEqual([['ok', 'The log of running answers is sound.']]);
  expect(readdirSync(here.dataDir).toSorted()).toEqual(before);
  expect((await person.say('still here')).text).not.toBe('');
  expect(text).toMatch(/^ok {4}configuration {2}Everything that is set is understood\.$/m);
  expect(text).toMatch(/^\d+ ok, \d+ to look at, 0 failed$/m);
});

test('a configuration that cannot be read is the one finding', async () => {
  const { code, rows } = await examine({ PORT: 'many' });
  expect(code).toBe(1);
  expect(rows).toEqual([
    expect.objectContaining({ check: 'configuration', level: 'fail', said: expect.stringContaining('PORT is "many"') }),
  ]);
});

test('before the first start there is little to see and nothing wrong', async () => {
  const { code, rows } = await examine({ DATA_DIR: path.join(folder, 'none') });
  expect(code).toBe(0);
  expect(of(rows, 'data folder')[0]?.[1]).toContain('is not there yet');
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder and secrets that others can read are said, with what to do', async () => {
  await (await world())[Symbol.asyncDispose]();
  closeSync(openSync(path.join(folder, 'jwt.secret'), 'w', 0o600));
  chmodSync(path.join(folder, 'jwt.secret'), 0o644);
  chmodSync(folder, 0o755);
  const { code, rows } = await examine({});
  expect(code).toBe(1);
  expect(rows).toContainEqual(expect.objectContaining({ level: 'warn', advice: `chmod 700 ${folder}` }));
  expect(rows).toContainEqual(expect.objectContaining({ level: 'fail', said: 'Other users can read jwt.secret.' }));
});

test('a damaged database and one of a newer version are failures', async () => {
  const file = path.join(folder, 'parley.db');
  const db = openConnection(file);
  db.exec('CREATE TABLE t (x); PRAGMA user_version = 999;');
  for (let i = 0; i < 400; i += 1) db.run('INSERT INTO t VALUES (@x)', { x: 'y'.repeat(500) });
  db.close();
  expect(of((await examine({})).rows, 'database')).toContainEqual(['fail', expect.stringContaining('written by a newer Parley')]);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(3_000, 7), 0, 3_000, 8_192);
  closeSync(handle);
  const { code, rows } = await examine({});
  expect(code).toBe(1);
  expect(of(rows, 'database').some(([level, said]) => level === 'fail' && /damaged|malformed/.test(said))).toBe(true);
});

const models = JSON.stringify({ data: [{ id: 'small', object: 'model' }] });

test('a provider is asked with the operator’s key; its refusal is said without it', async () => {
  const key = `sk-${'k'.repeat(40)}`;
  const url = await serve((request, response) => {
    const known = request.headers.authorization === `Bearer ${key}`;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(known ? models : JSON.stringify({ error: { message: `Incorrect API key: ${request.headers.authorization}` } }));
  });
  const env = { OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODELS: 'small,large' };
  const good = await examine({ ...env, OPENAI_API_KEY: key });
  expect(of(good.rows, 'provider').slice(0, 2)).toEqual([
    ['ok', expect.stringContaining('lists 1 model.')],
    ['warn', expect.stringContaining('does not list large.')],
  ]);
  const wrong = `sk-${'w'.repeat(40)}`;
  const bad = await examine({ ...env, OPENAI_API_KEY: wrong });
  expect(bad.code).toBe(1);
  expect(of(bad.rows, 'provider')[0]?.[0]).toBe('fail');
  expect(bad.text).not.toContain(wrong);
});

test(
  'a MongoDB that does not answer is said, without its password, and no folder is looked into for a database',
  { timeout: 30_000 },
  async () => {
    const env = { MONGO_URI: 'mongodb://ada:s3cret-pass@127.0.0.1:1/?replicaSet=rs0', JWT_SECRET: randomBytes(32).toString('hex') };
    const { code, rows, text } = await examine({ ...env, CREDS_KEY: randomBytes(32).toString('hex') });
    expect(code).toBe(1);
    expect(of(rows, 'mongodb')).toEqual([['fail', expect.stringMatching(/^MongoDB at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/)]]);
    expect(of(rows, 'database')).toEqual([]);
    expect(text).not.toContain('s3cret-pass');
  },
);

test('a clock that differs from a provider’s is said, by how much and which way', async () => {
  const url = await serve((_request, response) => {
    response.sendDate = false;
    response.writeHead(200, { date: new Date(Date.now() - 600_000).toUTCString(), 'content-type': 'application/json' }).end(models);
  });
  const { rows } = await examine({ OPENAI_BASE_URL: `${url}/v1` });
  expect(of(rows, 'clock')).toEqual([
    ['fail', expect.stringMatching(/^The clock is (599|600|601) s ahead of that of 127\.0\.0\.1:\d+\.$/)],
  ]);
  expect(judgeClock(-12, 'x')).toMatchObject({ level: 'warn', said: 'The clock is 12 s behind that of x.' });
  expect(judgeClock(1.5, 'x').level).toBe('ok');
});

/** A proxy in front of Parley, which passes pieces on as they come or gathers them. */
const proxy =
  (target: string, gathers: boolean): RequestListener =>
  (request, response) => {
    httpRequest(`${target}${request.url}`, { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      const held: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => (gathers ? held.push(chunk) : response.write(chunk)));
      answer.on('end', () => response.end(Buffer.concat(held)));
    }).end();
  };

test('a proxy that gathers events is told from one that lets them flow', async () => {
  await using here = await world();
  const domain = async (gathers: boolean): Promise<Row[]> => {
    const url = await serve(proxy(here.url, gathers));
    return (await examine({ DOMAIN_SERVER: url.replace('127.0.0.1', 'localhost'), TRUST_PROXY: '1' })).rows;
  };
  expect(of(await domain(false), 'proxy')).toEqual([['ok', expect.stringContaining('passes events on as they come')]]);
  expect(of(await domain(true), 'proxy')).toEqual([['fail', expect.stringContaining('gathers events')]]);
  const stranger = await serve((_request, response) => response.end('hello'));
  expect(of((await examine({ DOMAIN_SERVER: stranger })).rows, 'proxy')).toEqual([['fail', expect.stringContaining('is not Parley')]]);
});

test('little room is said before there is none', () => {
  expect(judgeSpace(50 * 1_048_576).level).toBe('fail');
  expect(judgeSpace(500 * 1_048_576).level).toBe('warn');
  expect(judgeSpace(50_000 * 1_048_576)).toEqual({ level: 'ok', said: '48 GB are free where data is kept.' });
});
