import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startCuttingProxy, startDroppingProxy, startUpgradeRefusingProxy } from './hostile-proxy.ts';
import { startRoundRobinProxy } from './round-robin-proxy.ts';
import { seededRandom } from './seeded-random.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Answers requests with what they sent, and speaks raw bytes after any upgrade. */
async function startEcho(): Promise<string> {
  const server = createServer((message, response) => void message.pipe(response));
  server.on('upgrade', (_message, socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** `once` would take the reset itself for a failure. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const upgrade = 'GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

async function firstBytes(port: number, request: string): Promise<{ head: string; socket: ReturnType<typeof connect> }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write(request);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return { head: data.toString(), socket };
}

test('refuses upgrades and passes on the rest', async () => {
  const proxy = await startUpgradeRefusingProxy(await startEcho());
  open.push(() => proxy.close());
  const { head } = await firstBytes(proxy.port, upgrade);
  expect(head).toMatch(/^HTTP\/1\.1 400 /);
  expect(proxy.harmed).toBe(1);
  expect(await (await fetch(proxy.url, { method: 'POST', body: 'words' })).text()).toBe('words');
});

test.each([
  ['hostile', (url: string) => startUpgradeRefusingProxy(url)],
  ['round-robin', (url: string) => startRoundRobinProxy(() => [url])],
])('a %s proxy promises its own patience with a connection, and passes on the rest as it was written', async (_name, start) => {
  const server = createServer((message, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify(message.rawHeaders));
  });
  server.keepAliveTimeout = 3_600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => new Promise((resolve) => server.close(resolve)));
  const proxy = await start(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push(() => proxy.close());
  const answer = await fetch(proxy.url, { headers: { 'X-Words': 'as written' } });
  expect(answer.headers.get('keep-alive')).toBe('timeout=60');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const heard = (await answer.json()) as string[];
  expect(heard.map((word) => word.toLowerCase())).not.toContain('keep-alive');
  expect(heard[heard.findIndex((word) => word.toLowerCase() === 'x-words') + 1]).toBe('as written');
  expect(heard.filter((word) => word.toLowerCase() === 'host')).toHaveLength(1);
});

test('drops upgraded connections after a while', async () => {
  const proxy = await startDroppingProxy(await startEcho(), { afterMs: 1_000 });
  open.push(() => proxy.close());
  const { head, socket } = await firstBytes(proxy.port, upgrade);
  expect(head).toMatch(/^HTTP\/1\.1 101 /);
  socket.write('hello');
  expect(String((await once(socket, 'data'))[0])).toBe('hello');
  await closed(socket);
  expect(proxy.harmed).toBe(1);
});

test('cuts every connection at a time its seed decides', async () => {
  const proxy = await startCuttingProxy(await startEcho(), { seed: 7, minMs: 500, maxMs: 900 });
  open.push(() => proxy.close());
  const { socket } = await firstBytes(proxy.port, upgrade);
  await closed(socket);
  expect(proxy.harmed).toBe(1);
  const numbers = Array.from({ length: 3 }, seededRandom(7));
  expect(Array.from({ length: 3 }, seededRandom(7))).toEqual(numbers);
  for (const number of numbers) expect(number).toBeGreaterThanOrEqual(0);
});
