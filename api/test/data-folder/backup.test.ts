import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageText } from '@parley/chat-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signIn } from '../crash/api-client.ts';
import { ask, ended } from './ask.ts';
import { followTexts } from './follow-texts.ts';
import { runCli, startServer, type Server } from './run-parley.ts';

let folder = '';
let dataDir = '';
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-restore-'));
  dataDir = path.join(folder, 'data');
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

async function started(where: string): Promise<Server> {
  const server = await startServer(where);
  servers.push(server);
  return server;
}

/** A word is safe a little after it was shown; see `limits.turnLogFlushEvery`. */
const safeAfter = 300;

test(
  'a backup under eight running answers holds every settled word, and of the others what had arrived',
  { timeout: 180_000 },
  async () => {
    const server = await started(dataDir);
    const client = await signIn(server.url);
    const done = await Promise.all(Array.from({ length: 6 }, (_, index) => ask(client, `/demo tokens=${20 + index} rate=0`)));
    const before = await Promise.all(done.map((each) => ended(client, each)));
    const running = await Promise.all(Array.from({ length: 8 }, () => ask(client, '/demo tokens=6000 rate=50')));
    const texts = followTexts(
      server.url,
      client.token,
      running.map(({ turnId }) => turnId),
    );
    await texts.allReach(100);
    const safe = running.map(({ turnId }) => texts.textOf(turnId));
    await new Promise((resolve) => setTimeout(resolve, safeAfter));

    const file = path.join(folder, 'out.tar');
    const made = await runCli(dataDir, ['backup', file]);
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toContain('14 conversations with 28 messages of 1 account; 5 files');
    expect(made.out).toContain('Being written meanwhile, and marked as interrupted where it is restored: 8 answers.');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // The server was not harmed: its answers go on.
    await texts.allReach(Math.max(...running.map(({ turnId }) => texts.textOf(turnId).length)) + 20);
    const shown = running.map(({ turnId }) => texts.textOf(turnId));

    const refused = await runCli(dataDir, ['restore', file, '--replace']);
    expect([refused.code, refused.err]).toEqual([
      1,
      `parley: A server runs on ${dataDir}. Stop it first, or name another folder with --to.`,
    ]);
    const elsewhere = path.join(folder, 'elsewhere');
    const back = await runCli(dataDir, ['restore', file, '--to', elsewhere]);
    expect([back.code, back.err]).toEqual([0, '']);
    expect(back.out).toContain('14 conversations with 28 messages of 1 account; 5 files, all checked.');
    expect(back.out).toContain('marked as interrupted at the next start: 8 answers.');
    texts.close();
    await server.end('SIGKILL');

    const again = await started(elsewhere);
    // The same accounts, and the same secrets: the token of the other server is good here.
    const same = await signIn(again.url);
    expect(await Promise.all(done.map((each) => ended(same, each)))).toEqual(before);
    for (const [index, each] of running.entries()) {
      const answer = (await ended(same, each)).at(-1)!;
      expect(answer).toMatchObject({ id: each.answerId, status: 'interrupted' });
      const text = messageText(answer.parts);
      expect(text.startsWith(safe[index]!)).toBe(true);
      expect(shown[index]!.startsWith(text)).toBe(true);
    }
    expect((await runCli(elsewhere, ['status'])).out).toContain('0 being written');
  },
);

test('without a server the command line does it alone, and puts a folder back', { timeout: 120_000 }, async () => {
  const server = await started(dataDir);
  const client = await signIn(server.url);
  const asked = await ask(client, '/demo tokens=20 rate=0');
  const before = await ended(client, asked);
  await server.end('SIGTERM');

  const made = await runCli(dataDir, ['backup', folder]);
  expect([made.code, made.err]).toEqual([0, '']);
  const name = readdirSync(folder).find((each) => /^parley-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar$/.test(each))!;
  const file = path.join(folder, name);
  expect(await runCli(dataDir, ['backup', file])).toEqual({
    code: 1,
    out: '',
    err: `parley: ${file} exists already, and a backup overwrites nothing. Choose another name.`,
  });
  const unasked = await runCli(dataDir, ['restore', file]);
  expect([unasked.code, unasked.err]).toEqual([1, expect.stringContaining('With --replace it is renamed and kept')]);
  const back = await runCli(dataDir, ['restore', file, '--replace']);
  expect([back.code, back.err]).toEqual([0, '']);
  expect(back.out).toMatch(/What was there is kept in .*data\.before-restore-/);

  const again = await started(dataDir);
  expect(await ended(await signIn(again.url), asked)).toEqual(before);
});
