import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveClient } from './serve-client.ts';

let folder: string;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parley-client-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Parley</title>');
  await writeFile(path.join(folder, 'assets/app-0123abcd.js'), 'export {};');
  await writeFile(path.join(folder, 'assets/app-0123abcd.js.br'), brotliCompressSync('export {};'));
  await writeFile(path.join(folder, 'assets/gone-0123abcd.js'), 'export {};');
  const app = express();
  app.use(serveClient(folder));
  app.use((_request, response) => void response.status(404).end());
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => new Promise((resolve) => server.close(() => resolve()));
});
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true });
});

test('gives compressed files to those who take them, with the type of the original', async () => {
  const answer = await fetch(`${url}/assets/app-0123abcd.js`, { headers: { 'accept-encoding': 'br' } });
  expect(answer.headers.get('content-encoding')).toBe('br');
  expect(answer.headers.get('content-type')).toMatch(/javascript/);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(await answer.text()).toBe('export {};');
});

test('gives the page for paths of the application, and to be asked for again', async () => {
  for (const place of ['/', '/c/01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10', '/sign-in']) {
    const answer = await fetch(`${url}${place}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await answer.text()).toContain('<title>Parley</title>');
  }
});

test('does not answer a missing file with a page, nor leave the folder', async () => {
  for (const place of ['/assets/none-0123abcd.js', '/favicon.ico', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/package.json', '/assets/%00.js']) {
    expect((await fetch(`${url}${place}`)).status).toBe(404);
  }
});

test('outlives a file that vanishes under it', async () => {
  await rm(path.join(folder, 'assets/gone-0123abcd.js'));
  const answer = await fetch(`${url}/assets/gone-0123abcd.js`);
  expect([answer.status, answer.headers.get('content-encoding')]).toEqual([404, null]);
  expect((await fetch(`${url}/`)).status).toBe(200);
});
