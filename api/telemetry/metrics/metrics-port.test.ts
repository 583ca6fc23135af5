import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runServer, startServer } from '../../test/data-folder/run-parley.ts';

/** Linux answers at every address of 127.0.0.0/8: there it can be seen that only the configured one is listened on. */
const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';
const secret = 'a secret of some length';
/** What makes traces, with its library in it; the library's interface alone is also prom-client's. */
const tracesLibrary = '/api/dist/create-tracing.js';
/** Makes a process tell which modules of a name it loads. */
const tellOf = (name: string): string =>
  `--import=data:text/javascript,${encodeURIComponent(
    `import { registerHooks } from 'node:module';
     registerHooks({ load(url, context, next) { if (url.includes('${name}')) console.error('LOADED ' + url); return next(url, context); } });`,
  )}`;

let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-metrics-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const statusOf = async (url: string, init: RequestInit = {}): Promise<number> => {
  const response = await fetch(url, init);
  await response.arrayBuffer();
  return response.status;
};
const bearer = { headers: { authorization: `Bearer ${secret}` } };

test('metrics have a door of their own, which is the only one without a secret, and load nothing of traces', async () => {
  const port = await freePort();
  const env = { METRICS_PORT: String(port), METRICS_HOST: host, NODE_OPTIONS: tellOf(tracesLibrary) };
  const server = await startServer(path.join(folder, 'open'), env);
  try {
    const own = `http://${host}:${port}`;
    const shown = await fetch(`${own}/metrics`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(await shown.text()).toContain('parley_build_info{build="');
    expect(await statusOf(`${server.url}/metrics`)).toBe(404);
    // Nothing else is behind that door.
    for (const where of ['/', '/api/config', '/livez', '/metrics/x']) expect([where, await statusOf(own + where)]).toEqual([where, 404]);
    expect(await statusOf(`${own}/metrics`, { method: 'POST' })).toBe(404);
    if (host !== '127.0.0.1') await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
    expect(server.output()).not.toContain('LOADED');
  } finally {
    await server.end('SIGTERM');
  }
});

test('with a secret both doors ask for it', async () => {
  const port = await freePort();
  const server = await startServer(path.join(folder, 'secret'), { METRICS_PORT: String(port), METRICS_HOST: host, METRICS_SECRET: secret });
  try {
    for (const url of [`http://${host}:${port}/metrics`, `${server.url}/metrics`])
      expect([url, await statusOf(url), await statusOf(url, bearer)]).toEqual([url, 401, 200]);
  } finally {
    await server.end('SIGTERM');
  }
});

test('a port that somebody else has ends the start with a sentence', async () => {
  const taken = createServer().listen(0, host);
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, err } = await runServer(path.join(folder, 'taken'), { METRICS_PORT: String(port), METRICS_HOST: host });
  taken.close();
  expect(code).toBe(1);
  expect(err).toContain(String(port));
  expect(err).not.toContain(' at ');
});

test('traces load their library, of which the test above says that it is seen', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', NODE_OPTIONS: tellOf(tracesLibrary) };
  const server = await startServer(path.join(folder, 'traced'), env);
  const output = server.output();
  await server.end('SIGTERM');
  expect(output).toContain('LOADED');
});
