import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { RequestError } from '@parley/contracts';
import { afterEach, expect, test } from 'vitest';
import { createEgress, type EgressOptions } from './create-egress.ts';
import type { Egress, EgressRequest } from './port.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handle: Handle): Promise<{ server: Server; port: number }> {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function egressWith(options: EgressOptions = {}): Egress {
  const egress = createEgress(options);
  open.push(async () => egress[Symbol.asyncDispose]());
  return egress;
}

/** An egress for which `*.example` is public and dialled on this machine, with a note of every address that was dialled. */
function publicWorld(names: Record<string, readonly string[]> = {}, allow: readonly string[] = []): { egress: Egress; dialled: string[] } {
  const dialled: string[] = [];
  const egress = egressWith({
    allow,
    resolve: async (name) => (names[name] ?? ['93.184.216.34']).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    dial(address) {
      dialled.push(address);
      return '127.0.0.1';
    },
  });
  return { egress, dialled };
}

const get = (url: string, rest: Partial<EgressRequest> = {}): EgressRequest => ({
  method: 'GET',
  url,
  trust: 'person',
  signal: new AbortController().signal,
  ...rest,
});

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof RequestError ? error.code : String(error);
};

test('reaches a public name, asks for plain bytes and hands on what came', async () => {
  let seen: IncomingMessage['headers'] = {};
  const { port } = await serve((request, response) => {
    seen = request.headers;
    response.writeHead(201, { 'X-Two': ['a', 'b'] }).end('words');
  });
  const { egress, dialled } = publicWorld();
  const answer = await egress.fetch(
    get(`http://api.example:${port}/x?y=1`, { headers: { Authorization: 'Bearer k', Host: 'evil', 'Accept-Encoding': 'gzip' } }),
  );
  expect(answer.status).toBe(201);
  expect(answer.headers['x-two']).toBe('a, b');
  expect(answer.body.toString()).toBe('words');
  expect(seen).toMatchObject({
    authorization: 'Bearer k',
    host: `api.example:${port}`,
    'accept-encoding': 'identity',
    'user-agent': 'Parley',
  });
  expect(dialled).toEqual(['93.184.216.34']);
});

test('reaches a private address only when the operator allowed exactly that host and port', async () => {
  let hits = 0;
  const { port } = await serve((_request, response) => {
    hits += 1;
    response.end('ok');
  });
  const egress = egressWith();
  const url = `http://127.0.0.1:${port}/`;
  expect(await codeOf(egress.fetch(get(url, { trust: 'operator' })))).toBe('egress.blocked');
  egress.allow(`127.0.0.1:${port}`);
  expect((await egress.fetch(get(url, { trust: 'operator' }))).body.toString()).toBe('ok');
  // The connection of the operator's request is idle now; a person's may not ride on it.
  expect(await codeOf(egress.fetch(get(url, { trust: 'person' })))).toBe('egress.blocked');
  expect(await codeOf(egress.fetch(get(`http://localhost:${port}/`, { trust: 'operator' })))).toBe('egress.blocked');
  expect(hits).toBe(1);
});

test('refuses a name that stands for a private address, before a byte is sent', async () => {
  let connections = 0;
  const { server, port } = await serve((_request, response) => response.end());
  server.on('connection', () => (connections += 1));
  const { egress, dialled } = publicWorld({ 'inner.example': ['10.0.0.5'], 'loop.example': ['127.0.0.1', '::1'] });
  for (const name of ['inner.example', 'loop.example'])
    expect(await codeOf(egress.fetch(get(`http://${name}:${port}/`, { trust: 'operator' })))).toBe('egress.blocked');
  expect(dialled).toEqual([]);
  expect(connections).toBe(0);
});

test('connects only to the addresses that were judged: mixed answers and rebinding', async () => {
  const { port } = await serve((_request, response) => response.end('public'));
  let lookups = 0;
  const dialled: string[] = [];
  const egress = egressWith({
    async resolve() {
      lookups += 1;
      if (lookups === 1) {
        return [
          { address: 'fd00::1', family: 6 },
          { address: '10.1.2.3', family: 4 },
          { address: '93.184.216.34', family: 4 },
        ];
      }
      return [{ address: '127.0.0.1', family: 4 }];
    },
    dial(address) {
      dialled.push(address);
      return '127.0.0.1';
    },
  });
  expect((await egress.fetch(get(`http://rebind.example:${port}/`, { headers: { connection: 'close' } }))).body.toString()).toBe('public');
  expect(dialled).toEqual(['93.184.216.34']);
  expect(lookups).toBe(1);
  // A second connection is judged by the second answer.
  expect(
    await codeOf(Promise.all([egress.fetch(get(`http://rebind.example:${port}/1`)), egress.fetch(get(`http://rebind.example:${port}/2`))])),
  ).toBe('egress.blocked');
  expect(dialled).toEqual(['93.184.216.34']);
});

test('follows redirects and judges every hop', async () => {
  const { port } = await serve((request, response) => {
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (to === null) response.end('arrived');
    else response.writeHead(302, { location: to }).end();
  });
  const { egress } = publicWorld({ 'inner.example': ['192.168.0.1'] });
  const from = (to: string): Promise<unknown> => egress.fetch(get(`http://start.example:${port}/?to=${encodeURIComponent(to)}`));
  await expect(from(`http://other.example:${port}/`)).resolves.toMatchObject({ status: 200 });
  await expect(from('/')).resolves.toMatchObject({ status: 200 });
  for (const to of [
    `http://127.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    'http://169.254.169.254/latest/',
    `http://inner.example:${port}/`,
    'file:///etc/passwd',
    'gopher://start.example/',
    `https://start.example:${port}/`,
    `http://user@other.example:${port}/`,
  ]) {
    expect(await codeOf(from(to)), to).toBe('egress.blocked');
  }
  expect(await codeOf(from(`/?to=${encodeURIComponent(`http://localhost:${port}/`)}`))).toBe('egress.blocked');
});

test('a redirect from an allowed place does not reach what is private elsewhere', async () => {
  const inner = await serve((_request, response) => response.end('secret'));
  const outer = await serve((_request, response) => response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end());
  const { egress } = publicWorld({}, [`127.0.0.1:${outer.port}`, `127.0.0.1:${inner.port}`]);
  expect(await codeOf(egress.fetch(get(`http://127.0.0.1:${outer.port}/`, { trust: 'operator' })))).toBe('egress.blocked');
  expect(await codeOf(egress.fetch(get(`http://public.example:${outer.port}/`, { trust: 'operator' })))).toBe('egress.blocked');
});

test('gives up after five redirects', async () => {
  let hops = 0;
  const { port } = await serve((_request, response) => {
    hops += 1;
    response.writeHead(302, { location: `/${hops}` }).end();
  });
  const { egress } = publicWorld();
  expect(await codeOf(egress.fetch(get(`http://loop.example:${port}/`)))).toBe('egress.too-many-redirects');
  expect(hops).toBe(6);
});

test('never forwards what could be a credential to another origin', async () => {
  const seen: [string, IncomingMessage['headers'], string][] = [];
  const second = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push([request.method ?? '', request.headers, body]);
      response.end();
    });
  });
  const first = await serve((request, response) => {
    const status = Number(request.url?.slice(1));
    response.writeHead(status, { location: `http://b.example:${second.port}/` }).end();
  });
  const { egress } = publicWorld();
  const headers = { Authorization: 'Bearer k', 'x-api-key': 'k', Cookie: 'a=b', 'X-Custom-Key': 'k', 'content-type': 'application/json' };
  await egress.fetch({ ...get(`http://a.example:${first.port}/307`), method: 'POST', headers, body: '{}' });
  await egress.fetch({ ...get(`http://a.example:${first.port}/302`), method: 'POST', headers, body: '{}' });
  expect(seen.map(([method, , body]) => [method, body])).toEqual([
    ['POST', '{}'],
    ['GET', ''],
  ]);
  for (const [, received] of seen)
    for (const name of ['authorization', 'x-api-key', 'cookie', 'x-custom-key']) expect(received).not.toHaveProperty(name);
});

test('closes the socket at once when aborted, and calls nothing any more', async () => {
  const closed = Promise.withResolvers<number>();
  const { port } = await serve((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(100)), 2);
    response.on('close', () => {
      clearInterval(timer);
      closed.resolve(performance.now());
    });
  });
  const { egress } = publicWorld();
  const control = new AbortController();
  let calls = 0;
  let abortedAt = 0;
  const done = egress.stream(get(`http://a.example:${port}/`, { signal: control.signal }), {
    onHead: () => undefined,
    onData() {
      calls += 1;
      if (calls !== 3) return;
      abortedAt = performance.now();
      control.abort(new Error('enough'));
    },
  });
  await expect(done).rejects.toThrow('enough');
  // At once, and not when the answer would have ended; the server that sees it shares this process.
  expect((await closed.promise) - abortedAt).toBeLessThan(1_000);
  expect(calls).toBe(3);
  await expect(egress.fetch(get(`http://a.example:${port}/`, { signal: control.signal }))).rejects.toThrow('enough');
});

test('rejects at once when aborted while the connection is still being made', async () => {
  const { egress } = publicWorld();
  const control = new AbortController();
  const never = egressWith({ resolve: () => new Promise(() => undefined) });
  const asked = never.fetch(get('http://a.example/', { signal: control.signal }));
  control.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await egress[Symbol.asyncDispose]();
});

test('an error of the handler ends the request and is the one that is reported', async () => {
  const closed = Promise.withResolvers<void>();
  const { port } = await serve((_request, response) => {
    response.write('x');
    response.on('close', () => closed.resolve());
  });
  const { egress } = publicWorld();
  const failing = egress.stream(get(`http://a.example:${port}/`), {
    onHead: () => undefined,
    onData() {
      throw new Error('unreadable');
    },
  });
  await expect(failing).rejects.toThrow('unreadable');
  await closed.promise;
});

test('cuts an endless answer at the cap with memory flat', async () => {
  const { port } = await serve((_request, response) => {
    const chunk = Buffer.alloc(65_536);
    const pump = (): void => {
      while (response.write(chunk));
      response.once('drain', pump);
    };
    pump();
  });
  const { egress } = publicWorld();
  const before = process.memoryUsage().rss;
  let bytes = 0;
  const endless = egress.stream(get(`http://a.example:${port}/`, { maxBytes: 200_000_000 }), {
    onHead: () => undefined,
    onData(chunk) {
      bytes += chunk.length;
    },
  });
  expect(await codeOf(endless)).toBe('provider.answer-too-large');
  expect(bytes).toBeLessThanOrEqual(200_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test('unpacks what was compressed unasked, and cuts a bomb at the cap', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  const { port } = await serve((request, response) => {
    if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small words'));
    else if (request.url === '/br') response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('small words'));
    else if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    else if (request.url === '/torn') response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
    else response.writeHead(200, { 'content-encoding': 'zebra' }).end('x');
  });
  const { egress } = publicWorld();
  const ask = (path: string) => egress.fetch(get(`http://a.example:${port}${path}`, { maxBytes: 1_000_000 }));
  expect((await ask('/gzip')).body.toString()).toBe('small words');
  expect((await ask('/br')).body.toString()).toBe('small words');
  expect(await codeOf(ask('/bomb'))).toBe('provider.answer-too-large');
  expect(await codeOf(ask('/torn'))).toBe('provider.bad-answer');
  expect(await codeOf(ask('/zebra'))).toBe('provider.bad-answer');
});

test('gives up on silence: before the head, in the body, and on a drip that never ends', async () => {
  const { port } = await serve((request, response) => {
    if (request.url === '/mute') return;
    response.write('a');
    if (request.url !== '/drip') return;
    const timer = setInterval(() => response.write('b'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const { egress } = publicWorld();
  const ask = (path: string, caps: Partial<EgressRequest>) => codeOf(egress.fetch(get(`http://a.example:${port}${path}`, caps)));
  expect(await ask('/mute', { firstByteMs: 60 })).toBe('provider.timeout');
  expect(await ask('/hang', { silenceMs: 60 })).toBe('provider.timeout');
  expect(await ask('/drip', { totalMs: 120, silenceMs: 5_000 })).toBe('provider.timeout');
});

test('says what went wrong with a connection', async () => {
  const refused = createTcpServer().listen(0, '127.0.0.1');
  await once(refused, 'listening');
  const { port: closedPort } = refused.address() as AddressInfo;
  await new Promise((resolve) => refused.close(resolve));

  const rude = createTcpServer((socket) => {
    socket.once('data', (head: Buffer) => {
      if (head.includes('/garbage')) socket.end('SSH-2.0-OpenSSH\r\n\r\n');
      else if (head.includes('/short')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this');
      else if (head.includes('/reset'))
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n', () => socket.resetAndDestroy());
      else socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(rude, 'listening');
  open.push(() => new Promise((resolve) => rude.close(resolve)));
  const { port } = rude.address() as AddressInfo;

  const { egress } = publicWorld();
  const ask = (url: string) => codeOf(egress.fetch(get(url)));
  expect(await ask(`http://a.example:${closedPort}/`)).toBe('provider.unreachable');
  expect(await ask(`http://a.example:${port}/gone`)).toBe('provider.unreachable');
  expect(await ask(`http://a.example:${port}/garbage`)).toBe('provider.bad-answer');
  expect(await ask(`http://a.example:${port}/short`)).toBe('provider.cut-off');
  expect(await ask(`http://a.example:${port}/reset`)).toBe('provider.cut-off');
  expect(await ask(`https://a.example:${port}/`)).toBe('provider.unreachable');
  const unknown = egressWith({ resolve: () => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })) });
  await expect(unknown.fetch(get('http://nowhere.example/'))).rejects.toMatchObject({
    code: 'provider.unreachable',
    message: expect.stringContaining('the name is unknown'),
  });
});

test('a header that cannot be sent is refused without an exception of its own', async () => {
  const { egress } = publicWorld();
  expect(await codeOf(egress.fetch(get('http://a.example/', { headers: { authorization: 'Bearer a\nb' } })))).toBe('provider.bad-request');
});

test('only places of the operator are told which trace a request is part of', async () => {
  const told: (string | undefined)[] = [];
  const { port } = await serve((request, response) => {
    told.push(request.headers['traceparent'] as string | undefined);
    response.end();
  });
  let trace: string | undefined = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const egress = egressWith({
    allow: [`127.0.0.1:${port}`],
    traceparent: () => trace,
    resolve: async () => [{ address: '93.184.216.34', family: 4 }],
    dial: () => '127.0.0.1',
  });
  await egress.fetch(get(`http://127.0.0.1:${port}/`, { trust: 'operator' }));
  await egress.fetch(get(`http://person.example:${port}/`, { trust: 'person' }));
  trace = undefined;
  await egress.fetch(get(`http://127.0.0.1:${port}/`, { trust: 'operator' }));
  expect(told).toEqual(['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', undefined, undefined]);
});
