import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { errorTable, limits, type ErrorCode } from '@parley/contracts';
import { afterAll, describe, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/port.ts';
import { ProviderError, type ModelEvent, type ModelProvider } from '../port.ts';
import { deadPort, startBadServer, startRawServer, startSelfSignedServer } from './bad-server.ts';
import { checkModelEvents, wordsOf } from './check-model-events.ts';
import { adapters } from './recordings.ts';
import { wordsOfFormat } from './say-in-format.ts';

/** Times that a test can wait for; the caps of bytes are the real ones. */
const patience = { connectMs: 2_000, firstByteMs: 2_000, silenceMs: 400, totalMs: 1_200 };
const unhurried = { ...patience, silenceMs: 20_000, totalMs: 50_000 };
const hangMs = 55_000;

/** 128 MB of nothing in 128 KB: twice what any answer may be. */
const bomb = gzipSync(Buffer.alloc(128 * 1_048_576, ' '), { level: 9 });

interface Ended {
  readonly events: readonly ModelEvent[];
  readonly error: unknown;
}

async function orHang<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), hangMs);
  });
  return Promise.race([promise, hung]).finally(() => clearTimeout(timer));
}

async function ask(provider: ModelProvider): Promise<Ended> {
  const events: ModelEvent[] = [];
  const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, id: 'p', text: 'Hi' }] }];
  try {
    for await (const event of provider.stream({ model: 'm', messages }, new AbortController().signal)) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

/** Writes the same piece until its reader has enough. */
function writeOn(response: ServerResponse, piece: string | Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

describe.each(Object.entries(adapters))('%s', (format, create) => {
  const { says, torn, idle, endless: unending, refuses } = wordsOfFormat[format as keyof typeof adapters];
  const said = says('So far');
  const html = '<!DOCTYPE html><html><head><style>p{}</style></head><body><h1>Internal Server Error</h1></body></html>';
  const egresses: Egress[] = [];
  afterAll(() => Promise.all(egresses.map((egress) => egress[Symbol.asyncDispose]())));

  function providerAt(url: string, times: typeof patience): ModelProvider {
    const egress = createEgress({ allow: [new URL(url).host], connectMs: times.connectMs });
    egresses.push(egress);
    const hasty: Egress = {
      ...egress,
      stream: (request, handler) => egress.stream({ ...request, ...times }, handler),
      fetch: (request) => egress.fetch({ ...request, ...times }),
    };
    return create({ egress: hasty, access: { baseUrl: url, key: 'sk-secret-0123456789abcdef', trust: 'operator' } });
  }

  function hold({ events, error }: Ended, code: ErrorCode, text: string): ProviderError {
    expect(error).toBeInstanceOf(ProviderError);
    const failure = error as ProviderError;
    expect({ code: failure.code, side: errorTable[failure.code].origin }).toEqual({ code, side: errorTable[code].origin });
    expect(failure.message).toMatch(/\S/);
    expect(failure.message).not.toContain('0123456789abcdef');
    checkModelEvents(events, 'failed');
    expect(wordsOf(events)).toBe(text);
    return failure;
  }

  async function at(listener: RequestListener, code: ErrorCode, text = '', times = patience): Promise<ProviderError> {
    await using server = await startBadServer((request, response) => {
      request.resume();
      request.once('end', () => listener(request, response));
    });
    return hold(await orHang(ask(providerAt(`http://127.0.0.1:${server.port}`, times))), code, text);
  }
  async function listed(listener: RequestListener): Promise<unknown> {
    await using server = await startBadServer(listener);
    return await orHang(
      providerAt(`http://127.0.0.1:${server.port}`, unhurried)
        .models(new AbortController().signal)
        .catch((error: unknown) => error),
    );
  }
  const refuse =
    (status: number, body: string | object, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      void response
        .writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
  const stream =
    (act: (response: ServerResponse) => void): RequestListener =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(said);
      act(response);
    };

  test('a wrong key', async () => {
    const failure = await at(refuse(401, refuses(401, 'key')), 'provider.key-refused');
    expect(failure).toMatchObject({ status: 401, message: expect.stringContaining('key') });
    expect(await listed(refuse(401, refuses(401, 'key')))).toMatchObject({ code: 'provider.key-refused', status: 401 });
  });

  test('an unknown model', async () => {
    expect(await at(refuse(404, refuses(404, 'model')), 'provider.model-not-found')).toMatchObject({ status: 404 });
  });

  test('a dead host', async () => {
    const provider = providerAt(`http://127.0.0.1:${await deadPort()}`, patience);
    expect(hold(await orHang(ask(provider)), 'provider.unreachable', '').message).toContain('nothing listens there');
    await expect(provider.models(new AbortController().signal)).rejects.toMatchObject({ code: 'provider.unreachable' });
  });

  test('a certificate that nobody vouches for, and a host that speaks no TLS', async () => {
    await using self = await startSelfSignedServer();
    const provider = providerAt(`https://127.0.0.1:${self.port}`, patience);
    expect(hold(await orHang(ask(provider)), 'provider.unreachable', '').message).toContain('certificate');
    await using plain = await startBadServer((_, response) => void response.end());
    hold(await orHang(ask(providerAt(`https://127.0.0.1:${plain.port}`, patience))), 'provider.unreachable', '');
  });

  test('too many requests, with and without a time to wait', async () => {
    const body = refuses(429, 'rate');
    expect((await at(refuse(429, body, { 'retry-after': '7' }), 'provider.rate-limited')).retryAfter).toBe(7);
    expect((await at(refuse(429, body), 'provider.rate-limited')).retryAfter).toBeUndefined();
    expect((await at(refuse(429, 'slow down', { 'retry-after': 'soon' }), 'provider.rate-limited')).retryAfter).toBeUndefined();
  });

  test('a broken server with a web page, which is told in words', async () => {
    const failure = await at(refuse(500, html), 'provider.failed');
    expect(failure).toMatchObject({ status: 500, message: expect.stringMatching(/^Internal Server Error$/) });
    expect(await listed(refuse(500, html))).toMatchObject({ code: 'provider.failed' });
    await at(refuse(500, ''), 'provider.failed');
    await at(refuse(200, html), 'provider.bad-answer');
  });

  test('nothing at all', async () => {
    await at(() => undefined, 'provider.timeout');
    await at(refuse(200, ''), 'provider.cut-off');
    await at(refuse(204, ''), 'provider.cut-off');
  });

  test('silence in the middle, and a drip that never ends', async () => {
    await at(
      stream(() => undefined),
      'provider.timeout',
      'So far',
    );
    await at(
      stream((response) => {
        const drip = setInterval(() => response.write(idle), 50);
        response.once('close', () => clearInterval(drip));
      }),
      'provider.timeout',
      'So far',
    );
  });

  test('a connection that breaks', async () => {
    await at(
      stream((response) => void setTimeout(() => response.socket?.resetAndDestroy(), 100)),
      'provider.cut-off',
      'So far',
    );
    await at(
      stream((response) => void response.end()),
      'provider.cut-off',
      'So far',
    );
  });

  test('a piece that is no JSON', async () => {
    await at(
      stream((response) => void response.end(Buffer.concat([Buffer.from(torn), Buffer.from(said)]))),
      'provider.bad-answer',
      'So far',
    );
  });

  test('an answer without end, in pieces, in one line, and in one document', async () => {
    const endless = async (first: string | Buffer, piece: string | Buffer): Promise<Ended & { written: number }> => {
      await using server = await startBadServer((request, response) => {
        request.resume();
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(first);
        writeOn(response, piece);
      });
      const ended = await orHang(ask(providerAt(`http://127.0.0.1:${server.port}`, unhurried)));
      return { ...ended, written: server.written() };
    };
    const piece = 'w'.repeat(60_000);
    const pieces = await endless(said, says(piece));
    expect(pieces.error).toMatchObject({ code: 'provider.answer-too-large' });
    checkModelEvents(pieces.events, 'failed');
    const text = wordsOf(pieces.events);
    expect(text.startsWith('So farwww')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(limits.providerResponseBytes);
    expect(text.length).toBeGreaterThan(limits.providerResponseBytes * 0.9);
    expect(pieces.written).toBeLessThan(limits.providerResponseBytes * 1.5);

    const line = await endless(Buffer.concat([Buffer.from(said), Buffer.from(unending)]), piece);
    hold(line, 'provider.answer-too-large', 'So far');
    expect(line.written).toBeLessThan(limits.providerLineBytes * 8);

    const body = await endless('<', piece);
    hold(body, 'provider.answer-too-large', '');
    expect(body.written).toBeLessThan(limits.providerJsonBytes * 4);
  });

  test('a bomb, and bytes that only say they are compressed', async () => {
    const packed =
      (body: Buffer): RequestListener =>
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }).end(body);
    await at(packed(bomb), 'provider.answer-too-large', '', unhurried);
    expect(await listed(packed(bomb))).toMatchObject({ code: 'provider.answer-too-large' });
    await at(packed(Buffer.from(said)), 'provider.bad-answer');
  });

  test('something that is not HTTP, and a server that sends us round in circles', async () => {
    await using raw = await startRawServer('SSH-2.0-OpenSSH_9.9\r\n');
    hold(await orHang(ask(providerAt(`http://127.0.0.1:${raw.port}`, patience))), 'provider.bad-answer', '');
    const circle: RequestListener = ({ url }, response) => void response.writeHead(307, { location: url ?? '/' }).end();
    await at(circle, 'egress.too-many-redirects');
  });
});
