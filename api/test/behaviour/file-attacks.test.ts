import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { uuidv7 } from '@parley/chat-core';
import { limits } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stack, world, type Visitor, type World } from '../world.ts';
import { endOf, fetchFile, png, sendParts, upload } from './file-calls.ts';

/** What people, and what they were given by others, try with files. */
let here: World;
let anna: Visitor;
let eve: Visitor;
beforeAll(async () => {
  here = await world();
  anna = await here.signUp('Anna');
  eve = await here.signUp('Eve');
});
afterAll(() => here[Symbol.asyncDispose]());

/** The bytes of files that are there, by the names of their keys; marks and what is unfinished left out. */
async function storedFiles(): Promise<string[]> {
  const entries = await readdir(path.join(here.dataDir, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && /^[0-9a-f-]{36}$/.test(entry.name)).map(({ name }) => name);
}

/** Everything the store holds, unfinished pieces too. */
async function leftovers(): Promise<string[]> {
  const names = await readdir(path.join(here.dataDir, 'files', '.incoming'));
  return names.filter((name) => name.endsWith('.part'));
}

const codeOf = (body: unknown): string | undefined => (body as { error?: { code: string } } | undefined)?.error?.code;

test.each([
  ['page.html', '<!doctype html><script>alert(1)</script>', 'text/html; charset=utf-8'],
  ['page', '<html><body onload=alert(1)>', 'text/plain; charset=utf-8'],
  ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
  ['cat.png', '<svg onload="alert(1)"></svg>', 'image/svg+xml'],
  ['cat.png', '<?xml version="1.0"?><svg onload="alert(1)"/>', 'image/svg+xml'],
  ['code.js', 'alert(1)', 'text/javascript; charset=utf-8'],
  ['page.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'application/xhtml+xml'],
  ['feed.xml', '<?xml version="1.0"?><x/>', 'application/xml'],
  ['doc.pdf', '%PDF-1.7\n1 0 obj<</S/JavaScript>>', 'application/pdf'],
  ['cat.jpg', 'GIF89a/*<script>*/=1', 'image/gif'],
])('%s is never a page of ours: %s', async (name, content, type) => {
  const { file } = await upload(here, anna, name, content, { 'content-type': 'image/png' });
  const answer = await fetchFile(here, anna, file.id);
  expect(answer.headers.get('content-type')).toBe(type);
  const shown = type === 'image/gif';
  expect(answer.headers.get('content-disposition')).toMatch(shown ? /^inline; / : /^attachment; /);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  expect(answer.headers.get('content-security-policy')).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  expect(answer.headers.get('cache-control')).toMatch(/private, no-cache/);
});

test.each([
  ['../../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\win.ini', 'win.ini'],
  ['/etc/shadow', 'shadow'],
  ['....//....//x', 'x'],
  ['..', 'file'],
  ['.htaccess', 'htaccess'],
  ['', 'file'],
  ['   ', 'file'],
  ['a\u0000.png', 'a.png'],
  ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['\u200Bhidden\uFEFF.txt', 'hidden.txt'],
  ['"><img src=x onerror=alert(1)>.txt', '___img src=x onerror=alert(1)_.txt'],
  ['CON', '_CON'],
  ['com1.txt', '_com1.txt'],
  ['x'.repeat(3_000) + '.tar.gz', 'x'.repeat(197) + '.gz'],
  ['\u{1F600}'.repeat(400) + '.md', '\u{1F600}'.repeat(197) + '.md'],
  ['e\u0301.txt', '\u00E9.txt'],
  ['x.' + 'z'.repeat(400), ('x.' + 'z'.repeat(400)).slice(0, 200)],
])('a file called %j is called %j', async (given, name) => {
  const { status, file } = await upload(here, anna, given, 'x');
  expect([status, file.name]).toEqual([201, name]);
  const answer = await fetchFile(here, anna, file.id);
  const disposition = answer.headers.get('content-disposition') ?? '';
  expect(disposition).toMatch(/^attachment; filename="[ -~]*"(; filename\*=UTF-8''[\w%.~!$&+^`|-]+)?$/);
  await answer.arrayBuffer();
  await anna.call('DELETE', `/api/files/${file.id}`);
});

test("another person's file is not there, whatever is asked of it", async () => {
  const { file } = await upload(here, anna, 'diary.txt', 'Dear diary');
  for (const id of [file.id, uuidv7()]) {
    const read = await fetchFile(here, eve, id);
    expect([read.status, codeOf(await read.json())]).toEqual([404, 'file.not-found']);
    const removed = await eve.call('DELETE', `/api/files/${id}`);
    expect([removed.status, codeOf(removed.body)]).toEqual([404, 'file.not-found']);
    const sent = await sendParts(eve, [{ type: 'file', fileId: id }]);
    expect([sent.status, codeOf(sent.body)]).toEqual([404, 'file.not-found']);
  }
  const anonymous = await fetch(`${here.url}/api/files/${file.id}`);
  expect(anonymous.status).toBe(401);
  expect(await (await fetchFile(here, anna, file.id)).text()).toBe('Dear diary');
});

test.each(['../x', '..%2f..%2fetc%2fpasswd', 'x', '.parley-installation', '%00', uuidv7().toUpperCase()])('%s is no id', async (id) => {
  const answer = await fetch(`${here.url}/api/files/${id}`, { headers: { authorization: `Bearer ${anna.token}` } });
  expect([400, 404]).toContain(answer.status);
  expect(await answer.text()).not.toContain('root:');
});

test('a part of a message says nothing of a file but its id', async () => {
  const { file } = await upload(here, anna, 'a.txt', 'x');
  for (const lie of [{ name: 'b.png' }, { mediaType: 'image/png' }, { bytes: 1 }, { url: 'http://x' }, { id: 'p1' }]) {
    const sent = await sendParts(anna, [{ type: 'file', fileId: file.id, ...lie } as never]);
    expect([sent.status, codeOf(sent.body)]).toEqual([400, 'request.invalid']);
  }
});

test('20 MB are taken, one byte more is not and leaves nothing, announced or not', async () => {
  const before = (await storedFiles()).length;
  const full = await upload(here, anna, 'full.bin', Buffer.alloc(limits.fileBytes, 7));
  expect([full.status, full.file.bytes]).toEqual([201, limits.fileBytes]);
  await anna.call('DELETE', `/api/files/${full.file.id}`);

  const announced = await fetch(`${here.url}/api/files?name=big`, {
    method: 'POST',
    headers: { authorization: `Bearer ${anna.token}` },
    body: Buffer.alloc(limits.fileBytes + 1),
  }).catch(() => null);
  // Whoever is still busy sending may lose the connection before the refusal is read.
  if (announced !== null) expect([announced.status, codeOf(await announced.json())]).toEqual([413, 'file.too-large']);

  async function* drip(): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent <= limits.fileBytes; sent += 65_536) yield Buffer.alloc(65_536, 1);
  }
  const chunked = await upload(here, anna, 'big', Readable.toWeb(Readable.from(drip())) as never).catch(() => null);
  if (chunked !== null) expect([chunked.status, chunked.code]).toEqual([413, 'file.too-large']);
  await expect.poll(storedFiles, { timeout: 10_000 }).toHaveLength(before);
  expect(await leftovers()).toEqual([]);
});

test('nothing, a form, and a packed body are refused', async () => {
  expect(await upload(here, anna, 'empty', '')).toMatchObject({ status: 400, code: 'file.empty' });
  const form = await upload(here, anna, 'x', '--b\r\n\r\nx\r\n--b--', { 'content-type': 'multipart/form-data; boundary=b' });
  expect(form).toMatchObject({ status: 415, code: 'request.unsupported-media-type' });
  const packed = await upload(here, anna, 'x', 'x', { 'content-encoding': 'gzip' });
  expect(packed).toMatchObject({ status: 415, code: 'request.unsupported-media-type' });
});

test('an upload that announces more than it sends, and one that hangs up, leave nothing', async () => {
  const before = (await storedFiles()).length;
  const { hostname, port } = new URL(here.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST /api/files?name=x HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${anna.token}\r\nContent-Length: 1000\r\n\r\nonly this`,
  );
  // The proxy before two nodes passes on whole requests only.
  if (stack === 'single') await expect.poll(leftovers, { timeout: 10_000 }).toHaveLength(1);
  socket.destroy();
  await expect.poll(leftovers, { timeout: 10_000 }).toHaveLength(0);
  expect(await storedFiles()).toHaveLength(before);
});

test('a body that goes on behind its announced end is another request, and a bad one', async () => {
  const { hostname, port } = new URL(here.url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await once(socket, 'connect');
  socket.write(
    `POST /api/files?name=x HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${anna.token}\r\nContent-Length: 4\r\n\r\nfour and more`,
  );
  await expect.poll(() => said, { timeout: 10_000 }).toMatch(/HTTP\/1\.1 400 /);
  socket.destroy();
});

test('a person has room for so many unsent files, and so many uploads at once', async () => {
  const hoarder = await here.signUp('Hoarder');
  const kept: string[] = [];
  let refused: string | undefined;
  for (let index = 0; index <= limits.unsentFiles && refused === undefined; index += 1) {
    const { file, code } = await upload(here, hoarder, `${index}.txt`, 'x');
    if (code === undefined) kept.push(file.id);
    refused = code;
  }
  expect([kept.length, refused]).toEqual([limits.unsentFiles, 'file.quota-exceeded']);
  expect((await hoarder.call('DELETE', `/api/files/${kept[0]}`)).status).toBe(204);
  expect((await upload(here, hoarder, 'again.txt', 'x')).status).toBe(201);
  expect((await upload(here, anna, 'other.txt', 'x')).status).toBe(201);
}, 120_000);

test('a thousand uploads at once end in files or in clear refusals, and the server goes on', async () => {
  const crowd = await here.signUp('Crowd');
  const bring = (index: number): Promise<string | number> =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${crowd.token}` };
      const asked = request(`${here.url}/api/files?name=${index}.txt`, { method: 'POST', agent: false, headers }, (answer) => {
        json(answer).then(
          (body) => resolve(codeOf(body) ?? answer.statusCode ?? 0),
          (error: unknown) => resolve(String(error)),
        );
      });
      asked.on('error', (error) => resolve(String(error)));
      asked.end(`file ${index}`);
    });
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => bring(index)));
  const kinds = new Set(answers);
  expect([...kinds].filter((kind) => ![201, 'file.too-many-at-once', 'file.quota-exceeded'].includes(kind as never))).toEqual([]);
  expect(answers.filter((answer) => answer === 201).length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer === 201).length).toBeLessThanOrEqual(limits.unsentFiles);
  expect((await here.call('GET', '/api/health')).status).toBe(200);
}, 120_000);

test('a message holds so many files', async () => {
  const { file } = await upload(here, anna, 'a.txt', 'x');
  const one = { type: 'file' as const, fileId: file.id };
  const many = Array.from({ length: limits.filesPerMessage + 1 }, () => ({ type: 'file' as const, fileId: uuidv7() }));
  expect(codeOf((await sendParts(anna, many)).body)).toBe('file.too-many');
  // The same one again and again is one file.
  const repeated = await sendParts(
    anna,
    Array.from({ length: 40 }, () => one),
  );
  expect(repeated.status).toBe(201);
  await endOf(anna, repeated);
});

test('a picture that says to be larger than any is shown without a size', async () => {
  const lying = Buffer.from(png);
  lying.writeUInt32BE(0xffffffff, 16);
  const { file } = await upload(here, anna, 'bomb.png', lying);
  expect([file.mediaType, file.width, file.height]).toEqual(['image/png', null, null]);
});

test('what is packed is never unpacked, and says its size as it is', async () => {
  const bomb = Buffer.from('UEsDBAoAAAAIAAAAIQAAAAAAAAAAAP////8EAAAAYS50eHQDAA==', 'base64');
  const { file } = await upload(here, anna, '42.zip', bomb);
  expect([file.mediaType, file.bytes]).toEqual(['application/zip', bomb.length]);
});

test('bytes that were lost are said to be lost, to people and to models', async () => {
  const { rm } = await import('node:fs/promises');
  const { file } = await upload(here, anna, 'lost.txt', 'x');
  await rm(path.join(here.dataDir, 'files', file.id.slice(-2), file.id));
  const answer = await fetchFile(here, anna, file.id);
  expect([answer.status, codeOf(await answer.json())]).toEqual([404, 'file.not-found']);
  const sent = await sendParts(anna, [{ type: 'file', fileId: file.id }]);
  expect((await endOf(anna, sent)).status).toBe('done');
});
