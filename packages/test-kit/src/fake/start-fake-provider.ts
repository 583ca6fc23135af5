import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { planAnswer, usageOf } from './answer.ts';
import { createAnthropicWire } from './anthropic-wire.ts';
import { createBedrockWire, foundationModels, inferenceProfiles } from './bedrock-wire.ts';
import { cohereModels, createCohereWire } from './cohere-wire.ts';
import { fakeError } from './errors.ts';
import { describeRequest, RunningRequest, type FakeRequest } from './fake-request.ts';
import { parseFakeScript, type FakeScript } from './fake-script.ts';
import { createGeminiWire } from './gemini-wire.ts';
import { createOllamaWire, ollamaShow, ollamaTags } from './ollama-wire.ts';
import { createOpenAiWire } from './openai-wire.ts';
import { createPacer } from './pacer.ts';
import { keyOf, readAsk } from './read-ask.ts';
import { createResponsesWire } from './responses-wire.ts';
import type { FakeAsk, FakeFormat, Wire } from './wire.ts';
import { writeAnswer } from './write-answer.ts';

export interface FakeProviderOptions {
  readonly port?: number;
  readonly host?: string;
  readonly models?: readonly string[];
  /** The only key that is accepted; absent means any, or none. */
  readonly key?: string;
  /** The script of prompts that carry none. */
  readonly script?: FakeScript;
}

export interface FakeProvider extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. The base URL of OpenAI's formats is `openAiUrl`, that of the others is `url`. */
  readonly url: string;
  readonly openAiUrl: string;
  readonly port: number;
  /** The requests for answers so far, oldest first. */
  readonly requests: readonly FakeRequest[];
  /** Resolves with the first request, past or coming, that `match` accepts. */
  request(match?: (request: FakeRequest) => boolean): Promise<FakeRequest>;
  /** Replaces the list of models, or makes reading it fail with a status. */
  setModels(models: readonly string[] | { status: number }): void;
  /** Changes the script of prompts that carry none, from the next request on. */
  setScript(script: FakeScript): void;
  /** Ends every connection at once and frees the port. */
  close(): Promise<void>;
}

const maxBody = 64 * 1_048_576;

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function answerJson(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

/** The ends of paths, by what is spoken there. */
const paths: readonly (readonly [RegExp, FakeFormat])[] = [
  [/\/chat\/completions$/, 'openai-chat'],
  [/\/responses$/, 'openai-responses'],
  [/\/messages$/, 'anthropic-messages'],
  [/\/api\/chat$/, 'ollama'],
  [/\/v2\/chat$/, 'cohere'],
  [/\/converse-stream$/, 'bedrock-converse'],
  [/:(?:streamGenerateContent|generateContent)$/, 'google-gemini'],
];
const formatOf = (path: string): FakeFormat | undefined => paths.find(([pattern]) => pattern.test(path))?.[1];

const wires: Readonly<Record<FakeFormat, (ask: FakeAsk, number: number, script: FakeScript) => Wire>> = {
  'openai-chat': (ask, number, script) => createOpenAiWire(ask, number, script.reasoningField),
  'openai-responses': createResponsesWire,
  'anthropic-messages': createAnthropicWire,
  'google-gemini': createGeminiWire,
  ollama: createOllamaWire,
  cohere: createCohereWire,
  'bedrock-converse': createBedrockWire,
};

function listModels(models: readonly string[], { headers, url }: IncomingMessage): string {
  if (url?.endsWith('/api/tags')) return ollamaTags(models);
  if (url?.includes('/foundation-models')) return foundationModels(models);
  if (url?.includes('/inference-profiles')) return inferenceProfiles();
  if (url?.includes('endpoint=chat')) return cohereModels(models);
  if (url?.includes('/v1beta/'))
    return JSON.stringify({
      models: models.map((id) => ({
        name: `models/${id}`,
        displayName: id.replaceAll('-', ' '),
        inputTokenLimit: 1_048_576,
        outputTokenLimit: 65_536,
        supportedGenerationMethods: ['generateContent', 'countTokens'],
      })),
    });
  if (!('anthropic-version' in headers))
    return JSON.stringify({
      object: 'list',
      data: models.map((id) => ({ id, object: 'model', created: 1_767_225_600, owned_by: 'fake' })),
    });
  const data = models.map((id) => ({ type: 'model', id, display_name: id.replaceAll('-', ' '), created_at: '2026-01-01T00:00:00Z' }));
  return JSON.stringify({ data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null });
}

function retryHeaders(retryAfter: number | string | undefined): Record<string, string> {
  if (retryAfter === undefined) return {};
  const inMs = /^(\d+)ms$/.exec(String(retryAfter))?.[1];
  return inMs === undefined ? { 'retry-after': String(retryAfter) } : { 'retry-after-ms': inMs };
}

/**
 * A provider of our own over real HTTP: every wire format on one port, scripted by the prompt (see `FakeScript`), with the
 * time at which every token was written.
 */
export async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const pacer = createPacer();
  const requests: RunningRequest[] = [];
  const waiting: { match(request: FakeRequest): boolean; resolve(request: FakeRequest): void }[] = [];
  let models: readonly string[] | { status: number } = options.models ?? ['fake-large', 'fake-small'];
  let script = options.script;
  let count = 0;

  function announce(request: RunningRequest): void {
    requests.push(request);
    if (requests.length > 20_000) requests.shift();
    for (const entry of waiting.splice(0)) {
      if (entry.match(request)) entry.resolve(request);
      else waiting.push(entry);
    }
  }

  function answer(request: RunningRequest, response: ServerResponse, wire: Wire): void {
    const { ask, script: wanted } = request;
    const finish = (status: number, body: string, headers?: Record<string, string>): void => {
      answerJson(response, status, body, headers);
      request.settle('ended');
    };
    if (wanted.html)
      return finish(
        wanted.status ?? 200,
        '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
        { 'content-type': 'text/html' },
      );
    if (wanted.status !== undefined)
      return finish(
        wanted.status,
        wanted.body ?? wire.failure(fakeError(ask, wanted.error, wanted.status, wanted.message)),
        retryHeaders(wanted.retryAfter),
      );
    if (wanted.refuseStreamOptions && 'stream_options' in request.body) {
      return finish(400, wire.failure(fakeError(ask, 'invalid', 400, 'Unrecognized request argument supplied: stream_options')));
    }
    if (!ask.stream || wanted.json) {
      const plan = planAnswer(ask, wanted);
      const said = { reasoning: '', text: '' };
      for (let k = plan.from; k <= plan.total; k += 1) said[k <= plan.reasoningTokens ? 'reasoning' : 'text'] += plan.token(k);
      return finish(200, wire.whole(said.reasoning, said.text, usageOf(ask, plan), wanted));
    }
    response.writeHead(200, {
      'content-type': wanted.contentType ?? (wire.isBinary ? 'application/vnd.amazon.eventstream' : 'text/event-stream; charset=utf-8'),
      'cache-control': 'no-cache',
    });
    response.flushHeaders();
    writeAnswer(request, response, wire, pacer);
  }

  async function handleAsk(format: FakeFormat, path: string, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readBody(message)) as Record<string, unknown>;
    const ask = readAsk(format, message.headers, body, path);
    count += 1;
    const request = new RunningRequest(count, path, message.headers, body, ask, parseFakeScript(ask.prompt) ?? script ?? {});
    const wire = wires[format](ask, count, request.script);
    announce(request);
    if (options.key !== undefined && ask.key !== options.key) {
      answerJson(response, 401, wire.failure(fakeError(ask, 'auth', 401, undefined)));
      return request.settle('ended');
    }
    response.once('close', () => request.settle('closed'));
    if (!request.script.headDelay) return answer(request, response, wire);
    pacer.schedule(performance.now() + request.script.headDelay, () => {
      if (request.state === 'open') answer(request, response, wire);
      return null;
    });
  }

  function handleModels(message: IncomingMessage, response: ServerResponse): void {
    if (options.key !== undefined && keyOf(message.headers) !== options.key)
      return answerJson(response, 401, '{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}');
    if ('status' in models) return answerJson(response, models.status, '{"error":{"message":"The list of models is not available"}}');
    answerJson(response, 200, listModels(models, message));
  }

  function handleTelling(url: URL, response: ServerResponse): void {
    const wanted = url.searchParams.get('request');
    const told = requests.filter((request) => wanted === null || String(request.number) === wanted || request.script.id === wanted);
    answerJson(
      response,
      200,
      JSON.stringify({
        nowUs: Math.floor(Number(process.hrtime.bigint() / 1_000n)),
        requests: told.map((request) => describeRequest(request, url.pathname === '/__written')),
      }),
    );
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://fake');
    const format = formatOf(url.pathname);
    if (message.method === 'POST' && format) return handleAsk(format, url.pathname, message, response);
    if (message.method === 'GET' && /\/(?:models|api\/tags|foundation-models|inference-profiles)$/.test(url.pathname))
      return handleModels(message, response);
    if (message.method === 'POST' && url.pathname.endsWith('/api/show')) return answerJson(response, 200, ollamaShow());
    if (message.method === 'GET' && (url.pathname === '/__written' || url.pathname === '/__requests')) return handleTelling(url, response);
    answerJson(response, 404, '{"error":{"message":"no such route","code":"not_found"}}');
  }

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      // A defect of the test's script, said where the test will see it.
      if (response.headersSent) response.destroy();
      else answerJson(response, 400, JSON.stringify({ error: { type: 'fake_defect', message: String(error) } }));
    });
  });
  server.keepAliveTimeout = 30_000;
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host}:${port}`;

  async function close(): Promise<void> {
    pacer.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  return {
    url,
    openAiUrl: `${url}/v1`,
    port,
    requests,
    request(match = () => true) {
      const past = requests.find(match);
      if (past) return Promise.resolve(past);
      return new Promise((resolve) => waiting.push({ match, resolve }));
    },
    setModels(next) {
      models = next;
    },
    setScript(next) {
      script = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
