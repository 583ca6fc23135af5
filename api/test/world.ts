import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Grant } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { readConfig, type Config } from '../config/config.ts';
import { createContext, type Context, type ContextOverrides } from '../context.ts';
import { followConfigFile } from '../follow-config-file.ts';
import type { Logger } from '../logger.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or undefined for an empty body. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly token?: string | null;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who is signed in. */
export interface Visitor {
  readonly email: string;
  readonly password: string;
  readonly grant: Grant;
  readonly token: string;
  /** The refresh cookie, as a `Cookie` header would carry it. */
  readonly cookie: string;
  call(method: string, path: string, options?: Omit<CallOptions, 'token'>): Promise<Answer>;
  /** Sends a message to the demo model in a new conversation and waits until its answer is stored. */
  say(
    text: string,
  ): Promise<{ readonly conversationId: string; readonly turnId: string; readonly answerId: string; readonly text: string }>;
}

/** The whole application behind a real port, as those who come to it see it. */
export interface World extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** What the first registration must know; null where it needs nothing. */
  readonly firstCode: string | null;
  /** Lines of the log so far. */
  logged(): readonly string[];
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  signUp(name?: string): Promise<Visitor>;
}

/** The same in this process, on a data folder, open to those who look inside. */
export interface InnerWorld extends World {
  readonly context: Context;
}

export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where others can come, so that the first registration needs a code. */
  readonly needsCode?: boolean;
}

export interface InnerOptions extends WorldOptions {
  readonly overrides?: ContextOverrides;
  readonly logger?: Logger;
  /** False: as a process that has not ended yet what an earlier one left. */
  readonly recover?: boolean;
}

/** Which stack the suites of behaviour run on: one process on SQLite, or two on MongoDB and Redis that are asked in turn. */
export const stack = process.env['PARLEY_STACK'] === 'cluster' ? 'cluster' : 'single';

/** A world of its own on the stack of this run. */
export async function world(options: WorldOptions = {}): Promise<World> {
  if (stack === 'single') return innerWorld(options);
  const { clusterWorld } = await import('./cluster/cluster-world.ts');
  return clusterWorld(options);
}

const settled = new Set(['done', 'stopped', 'failed', 'interrupted']);

async function until<Value>(read: () => Promise<Value | undefined>, what: string, withinMs = 30_000): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : isJson ? JSON.parse(text) : text };
}

/** What people do at an address. */
export function visitorsOf(url: string, firstCode: string | null): Pick<World, 'call' | 'signUp'> {
  let people = 0;
  const call: World['call'] = async (method, where, { token = null, body, raw, headers = {} } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${where}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload as BodyInit }),
    });
    return answerOf(response);
  };

  const signUp: World['signUp'] = async (name = 'Anna') => {
    people += 1;
    const email = `person-${people}-${uuidv7().slice(-12)}@example.org`;
    const password = 'correct horse battery';
    const code = people === 1 && firstCode !== null ? { code: firstCode } : {};
    await call('POST', '/api/auth/register', { body: { name, email, password, ...code } });
    const signedIn = await call('POST', '/api/auth/sign-in', { body: { email, password } });
    if (signedIn.status !== 200) throw new Error(`signing in answered ${signedIn.status}`);
    const grant = signedIn.body as Grant;
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const mine: Visitor['call'] = (method, where, options = {}) => call(method, where, { ...options, token: grant.accessToken });
    const say: Visitor['say'] = async (text) => {
      const [conversationId, turnId, answerId] = [uuidv7(), uuidv7(), uuidv7()];
      const begun = await mine('POST', `/api/conversations/${conversationId}/turns`, {
        body: {
          kind: 'send',
          turnId,
          answerId,
          userMessageId: uuidv7(),
          parentId: null,
          model: { endpoint: 'demo', id: 'demo' },
          parts: [{ type: 'text', text }],
          create: {},
        },
      });
      if (begun.status !== 201) throw new Error(`a turn answered ${begun.status}: ${JSON.stringify(begun.body)}`);
      const message = await until(async () => {
        const { body } = await mine('GET', `/api/conversations/${conversationId}/messages/${answerId}`);
        const found = body as { status: string; parts: { type: string; text?: string }[] };
        return settled.has(found.status) ? found : undefined;
      }, 'the end of a turn');
      return { conversationId, turnId, answerId, text: message.parts.map((part) => part.text ?? '').join('') };
    };
    return { email, password, grant, token: grant.accessToken, cookie, call: mine, say };
  };

  return { call, signUp };
}

export async function innerWorld({
  env = {},
  needsCode = false,
  overrides = {},
  logger,
  recover = true,
}: InnerOptions = {}): Promise<InnerWorld> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-world-'));
  const read = (): Config =>
    readConfig({
      NODE_ENV: 'test',
      DATA_DIR: dataDir,
      LOCAL_MODELS: 'off',
      RATE_LIMITS: 'off',
      LOGIN_MAX: '100000',
      REGISTER_MAX: '100000',
      ...env,
    });
  const config = read();
  const lines: string[] = [];
  const log = (fields: object, message: string): void => void lines.push(JSON.stringify({ ...fields, message }));
  const firstCode = needsCode ? 'right-code' : null;
  const needs = { config, build: 'test', clientDir: path.join(dataDir, 'no-client'), firstCode };
  const context = await createContext({ ...needs, logger: logger ?? { debug: log, info: log, warn: log, error: log } }, overrides);
  if (recover) await context.begin();
  const server = createServer(context.app);
  server.on('upgrade', (request, socket, head) => context.gateway.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const follower = followConfigFile(context, read, 50);
  void context.services.endpoints.discover();

  return {
    url,
    context,
    dataDir,
    firstCode,
    logged: () => lines,
    ...visitorsOf(url, firstCode),
    [Symbol.asyncDispose]: async () => {
      follower?.stop();
      context.startDraining();
      await context.services.chat.drain(0);
      await context[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
