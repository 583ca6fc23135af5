import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signIn } from '../crash/api-client.ts';
import { runCli, startServer, type Server } from './run-parley.ts';

let folder = '';
let dataDir = '';
let server: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-control-'));
  dataDir = path.join(folder, 'data');
});
afterEach(async () => {
  await server?.end('SIGKILL');
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

const email = 'crash@example.org';

async function signInWith(url: string, password: string): Promise<number> {
  const headers = { origin: url, 'content-type': 'application/json' };
  return (await fetch(`${url}/api/auth/sign-in`, { method: 'POST', headers, body: JSON.stringify({ email, password }) })).status;
}

test('a password is set anew with the same sentence, whether a server runs or not', { timeout: 120_000 }, async () => {
  server = await startServer(dataDir);
  await signIn(server.url);
  const sentence = /^The new password of crash@example\.org is (\S+)$/;
  const first = await runCli(dataDir, ['user', 'password', email]);
  expect([first.code, first.err, first.out]).toEqual([0, '', expect.stringMatching(sentence)]);
  expect(await signInWith(server.url, sentence.exec(first.out)![1]!)).toBe(200);
  expect(await signInWith(server.url, 'nine lives of a cat')).toBe(401);
  const nobody = { code: 1, out: '', err: 'parley: There is no account with the address nobody@example.org.' };
  expect(await runCli(dataDir, ['user', 'password', 'nobody@example.org'])).toEqual(nobody);
  await server.end('SIGTERM');

  expect(await runCli(dataDir, ['user', 'password', 'nobody@example.org'])).toEqual(nobody);
  const second = await runCli(dataDir, ['user', 'password', email]);
  expect([second.code, second.err, second.out]).toEqual([0, '', expect.stringMatching(sentence)]);
  server = await startServer(dataDir);
  expect(await signInWith(server.url, sentence.exec(second.out)![1]!)).toBe(200);
});

test('the socket is its owner’s alone, goes with the server, and replaces what a killed one left', { timeout: 120_000 }, async () => {
  const socket = path.join(dataDir, 'control.sock');
  expect(await runCli(dataDir, ['status'])).toEqual({ code: 1, out: '', err: `parley: No server runs on ${dataDir}.` });
  server = await startServer(dataDir);
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  await server.end('SIGKILL');
  expect(existsSync(socket)).toBe(true);
  expect((await runCli(dataDir, ['status'])).err).toBe(`parley: No server runs on ${dataDir}.`);

  server = await startServer(dataDir);
  const { code, out, err } = await runCli(dataDir, ['status']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(new RegExp(`^server   version \\d+\\.\\d+\\.\\d+, process ${server.pid}, Node \\d+\\.\\d+\\.\\d+, up \\d+ s\n`));
  expect(out).toMatch(
    /\nanswers {2}0 being written; 0 logs in 0 B of memory\nreaders {2}0 people on 0 sockets and 0 event streams\nmemory {3}\d+ MB resident/,
  );
  await server.end('SIGTERM');
  expect(existsSync(socket)).toBe(false);
});

test('what is no command is refused, and the server stays', { timeout: 60_000 }, async () => {
  server = await startServer(dataDir);
  async function say(text: string): Promise<string> {
    const socket = connect(path.join(dataDir, 'control.sock')).setEncoding('utf8');
    let said = '';
    socket.on('data', (more: string) => (said += more));
    socket.write(text);
    await once(socket, 'close');
    return said;
  }
  expect(await say('hello\n')).toBe('{"error":"The request is not JSON."}\n');
  for (const request of ['null', '{}', '{"command":"shutdown"}', '{"command":"backup"}', '{"command":"status","more":1}'])
    expect(await say(`${request}\n`)).toMatch(/This server does not know that command/);
  expect(await say('x'.repeat(70_000))).toBe('');
  expect(await say('{"command":"status"}\n')).toMatch(/^\{"result":\{"version":/);
});
