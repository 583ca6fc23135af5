import type { RequestListener, ServerResponse } from 'node:http';
import { messageText } from '@parley/chat-core';
import { errorTable, limits, type ErrorCode, type Message } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deadPort, startBadServer, startRawServer, startSelfSignedServer, type BadServer } from '../providers/contract/bad-server.ts';
import { wordsOfFormat } from '../providers/contract/say-in-format.ts';
import { branch, ended, send } from './behaviour/chat.ts';
import { world, type Visitor, type World } from './world.ts';

// Every wire format in front of servers that misbehave, as a person meets them: from the request for a turn to the stored message.
const endpoints = {
  'openai-chat': 'mistral',
  'openai-responses': 'openAI',
  'anthropic-messages': 'anthropic',
  'google-gemini': 'google',
  'bedrock-converse': 'bedrock',
  cohere: 'cohere',
  ollama: 'ollama',
} as const satisfies Record<keyof typeof wordsOfFormat, string>;

type Format = keyof typeof endpoints;

const formats = Object.keys(endpoints) as Format[];
const key = 'sk-secret-0123456789abcdef';

/** All endpoints at one address, asked once and not for long. */
function everythingAt(url: string): Record<string, string> {
  const vendors = ['OPENAI', 'MISTRAL', 'ANTHROPIC', 'COHERE'].flatMap((name) => [
    [`${name}_API_KEY`, key],
    [`${name}_BASE_URL`, url],
    [`${name}_MODELS`, 'm'],
  ]);
  return {
    ...(Object.fromEntries(vendors) as Record<string, string>),
    OPENAI_API: 'responses',
    GOOGLE_KEY: key,
    GOOGLE_BASE_URL: url,
    GOOGLE_MODELS: 'm',
    BEDROCK_AWS_DEFAULT_REGION: 'eu-central-1',
    BEDROCK_BASE_URL: url,
    BEDROCK_AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    BEDROCK_AWS_SECRET_ACCESS_KEY: 'a-secret-of-aws',
    BEDROCK_AWS_MODELS: 'm',
    LOCAL_MODELS: 'on',
    OLLAMA_BASE_URL: url,
    LM_STUDIO_BASE_URL: 'http://127.0.0.1:9',
    LLAMA_CPP_BASE_URL: 'http://127.0.0.1:9',
    TITLE_CONVO: 'false',
    PROVIDER_RETRIES: '0',
    PROVIDER_CONNECT_SECONDS: '2',
    PROVIDER_FIRST_TOKEN_SECONDS: '4',
    PROVIDER_SILENCE_SECONDS: '1',
  };
}

type Act = (format: Format, response: ServerResponse) => void;

const refuse =
  (status: number, bodyOf: (format: Format) => string | object, headers: Record<string, string> = {}): Act =>
  (format, response) => {
    const body = bodyOf(format);
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const begin =
  (then: Act): Act =>
  (format, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(wordsOfFormat[format].says('So far'));
    then(format, response);
  };
const html = '<!DOCTYPE html><html><head><style>p{}</style></head><body><h1>Internal Server Error</h1></body></html>';

/** Writes the same piece until its reader has enough. */
function writeOn(response: ServerResponse, piece: string | Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

interface Misbehaviour {
  readonly act: Act;
  readonly code: ErrorCode;
  /** What stays of the answer. */
  readonly text: string;
  readonly params?: object;
}

const misbehaviours: Readonly<Record<string, Misbehaviour>> = {
  'a wrong key': {
    act: refuse(401, (format) => wordsOfFormat[format].refuses(401, 'key')),
    code: 'provider.key-refused',
    text: '',
    params: { status: 401 },
  },
  'an unknown model': {
    act: refuse(404, (format) => wordsOfFormat[format].refuses(404, 'model')),
    code: 'provider.model-not-found',
    text: '',
    params: { status: 404 },
  },
  'too many requests, for a while': {
    act: refuse(429, (format) => wordsOfFormat[format].refuses(429, 'rate'), { 'retry-after': '7' }),
    code: 'provider.rate-limited',
    text: '',
    params: { status: 429, retryAfter: 7 },
  },
  'too many requests': {
    act: refuse(429, (format) => wordsOfFormat[format].refuses(429, 'rate')),
    code: 'provider.rate-limited',
    text: '',
    params: { status: 429 },
  },
  'a broken server with a web page': { act: refuse(500, () => html), code: 'provider.failed', text: '', params: { status: 500 } },
  'a web page in place of an answer': { act: refuse(200, () => html), code: 'provider.bad-answer', text: '' },
  'a drip that says nothing': {
    act: (format, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const drip = setInterval(() => response.write(wordsOfFormat[format].idle), 100);
      response.once('close', () => clearInterval(drip));
    },
    code: 'provider.timeout',
    text: '',
  },
  'silence in the middle': { act: begin(() => undefined), code: 'provider.timeout', text: 'So far' },
  'an answer that is cut short': { act: begin((_, response) => void response.end()), code: 'provider.cut-off', text: 'So far' },
  'a connection that breaks': {
    act: begin((_, response) => void setTimeout(() => response.socket?.resetAndDestroy(), 50)),
    code: 'provider.cut-off',
    text: 'So far',
  },
  'a piece that nobody can read': {
    act: begin((format, response) => void response.end(Buffer.from(wordsOfFormat[format].torn))),
    code: 'provider.bad-answer',
    text: 'So far',
  },
  'an address that leads to itself': {
    act: (_, response) => void response.writeHead(307, { location: response.req.url ?? '/' }).end(),
    code: 'egress.too-many-redirects',
    text: '',
  },
};

/** The words of a question name what is to happen, whatever the format of the request. */
const marked = (what: string): string => `Please do this: [${what}]`;

async function ask(person: Visitor, format: Format, text: string): Promise<{ conversationId: string; answer: Message }> {
  const { conversationId, body } = await send(person, text, { model: { endpoint: endpoints[format], id: 'm' } });
  await ended(person, body.turnId);
  return { conversationId, answer: (await branch(person, conversationId)).messages.at(-1)! };
}

/** Ollama is found in the background. */
async function findsOllama(person: Visitor): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    JSON.stringify((await person.call('GET', '/api/endpoints?fresh=true')).body).includes('"ollama"');
  await vi.waitUntil(isThere, { timeout: 20_000, interval: 50 });
}

describe('a server that answers', () => {
  let bad: BadServer;
  let here: World;
  const listen: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET')
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"models":[{"name":"m"}],"data":[{"id":"m"}]}');
      const body = Buffer.concat(chunks).toString();
      const format = formats.find((each) => body.includes(`{${each}}`));
      const what = Object.keys(misbehaviours).find((name) => body.includes(`[${name}]`));
      if (format === undefined) response.writeHead(404).end();
      else if (what !== undefined) misbehaviours[what]!.act(format, response);
      else {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        writeOn(response, wordsOfFormat[format].says('w'.repeat(60_000)));
      }
      return undefined;
    });
  };
  beforeAll(async () => {
    bad = await startBadServer(listen);
    here = await world({ env: everythingAt(`http://127.0.0.1:${bad.port}`) });
    await findsOllama(await here.signUp('Owner'));
  });
  afterAll(async () => {
    await here[Symbol.asyncDispose]();
    await bad[Symbol.asyncDispose]();
  });

  test.concurrent.each(formats)('is told of by name, with what it said so far, in %s', async (format) => {
    // As many turns as one person may have at once.
    const anna = await here.signUp('Anna');
    await Promise.all(
      Object.entries(misbehaviours).map(async ([what, { code, text, params = {} }]) => {
        const { answer } = await ask(anna, format, `${marked(what)} {${format}}`);
        const { error } = answer;
        expect({ what, status: answer.status, code: error?.code, text: messageText(answer.parts) }).toEqual({
          what,
          status: 'failed',
          code,
          text,
        });
        expect({ what, ...error?.params }).toMatchObject({ what, ...params });
        if (!('retryAfter' in params)) expect(error?.params ?? {}).not.toHaveProperty('retryAfter');
        expect(error?.message).toMatch(/\S/);
        expect(error?.message).not.toMatch(/0123456789abcdef|<[a-z]/i);
        expect(['you', 'provider', 'network']).toContain(errorTable[code].origin);
      }),
    );
    expect(here.logged().join('\n')).not.toContain('0123456789abcdef');
  });

  // Of text and of binary frames one each; every adapter's own caps are held in `providers/contract`.
  test.each(['openai-chat', 'bedrock-converse'] as const)('may not answer without end, in %s', async (format) => {
    const anna = await here.signUp('Anna');
    const before = bad.written();
    const { answer } = await ask(anna, format, `Go on {${format}}`);
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'turn.too-long' } });
    const words = messageText(answer.parts);
    expect(words).toMatch(/^w{1000}/);
    expect(words.length).toBeLessThanOrEqual(limits.answerBytes);
    expect(words.length).toBeGreaterThan(limits.answerBytes * 0.9);
    expect(bad.written() - before).toBeLessThan(limits.answerBytes * 2);
  });
});

const unreachable: readonly [
  what: string,
  start: () => Promise<{ url: string } & Partial<AsyncDisposable>>,
  code: ErrorCode,
  words: RegExp,
][] = [
  [
    'a port where nobody listens',
    async () => ({ url: `http://127.0.0.1:${await deadPort()}` }),
    'provider.unreachable',
    /nothing listens there/,
  ],
  [
    'a certificate that nobody vouches for',
    async () => {
      const server = await startSelfSignedServer();
      return { url: `https://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
    'provider.unreachable',
    /certificate/,
  ],
  [
    'something that is not HTTP',
    async () => {
      const server = await startRawServer('SSH-2.0-OpenSSH_9.9\r\n');
      return { url: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
    'provider.bad-answer',
    /not HTTP/,
  ],
];

test.each(unreachable)('%s is told of by name in every format that is configured', async (_what, start, code, words) => {
  const server = await start();
  await using here = await world({ env: everythingAt(server.url) });
  const anna = await here.signUp('Anna');
  // Nobody finds an Ollama there, so nobody is offered one.
  await Promise.all(
    formats
      .filter((format) => format !== 'ollama')
      .map(async (format) => {
        const { answer } = await ask(anna, format, 'Hello');
        expect({ format, status: answer.status, code: answer.error?.code }).toEqual({ format, status: 'failed', code });
        expect(answer.error?.message).toMatch(words);
      }),
  );
  await server[Symbol.asyncDispose]?.();
});
