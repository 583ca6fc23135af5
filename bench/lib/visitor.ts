import { uuidv7 } from '@parley/chat-core';
import WebSocket from 'ws';

export const benchPassword = 'correct horse battery';

export interface Account {
  readonly email: string;
  readonly token: string;
  /** The refresh cookie, as a `Cookie` header would carry it; empty where nobody asks for it. */
  readonly cookie?: string;
}

const postJson = (url: string, body: unknown, token?: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });

/** A new account, signed in. */
export async function signUp(url: string, name: string): Promise<Account> {
  const email = `${name}-${uuidv7()}@example.org`;
  await postJson(`${url}/api/auth/register`, { name, email, password: benchPassword });
  const answer = await postJson(`${url}/api/auth/sign-in`, { email, password: benchPassword });
  if (answer.status !== 200) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { email, token: ((await answer.json()) as { accessToken: string }).accessToken, cookie };
}

/** A new token for somebody whose own will expire, as a client gets one. */
export async function renew(url: string, { email, cookie = '' }: Account): Promise<Account> {
  const answer = await fetch(`${url}/api/auth/refresh`, { method: 'POST', headers: { cookie } });
  if (answer.status !== 200) throw new Error(`renewing a session answered ${answer.status}: ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { email, token: accessToken, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** What a reader saw of one turn; times are milliseconds of this process's clock. */
export interface Reading {
  readonly sentAt: number;
  firstAt: number;
  lastAt: number;
  tokens: number;
  /** Pauses between one delivery of words and the next. */
  readonly gaps: number[];
  bytes: number;
  ended: boolean;
}

/** A person with one socket, who may follow many turns on it. */
export interface Visitor extends Account {
  send(prompt: string, model?: { endpoint: string; id: string }): Promise<Reading>;
  call(method: string, path: string, body?: unknown): Promise<Response>;
  close(): void;
}

/** Takes frames apart without parsing words: the channel and how many tokens a line carries are enough. */
function deliver(reading: Reading, line: string, now: number): void {
  reading.bytes += line.length;
  if (!line.includes('"text-delta"')) {
    if (line.includes('"turn-end"')) reading.ended = true;
    return;
  }
  reading.tokens += 1;
  if (reading.firstAt === 0) reading.firstAt = now;
  else if (now > reading.lastAt) reading.gaps.push(now - reading.lastAt);
  reading.lastAt = now;
}

export async function createVisitor(url: string, account: Account): Promise<Visitor> {
  const { token } = account;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { perMessageDeflate: false });
  const waiting = new Map<string, Reading>();
  const channels = new Map<number, Reading>();
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: 1, token, topics: [] })));
    socket.on('message', (data: Buffer) => {
      const now = performance.now();
      for (const line of data.toString('utf8').split('\n')) {
        if (line.startsWith('[')) {
          const reading = channels.get(Number(line.slice(1, line.indexOf(','))));
          if (reading) deliver(reading, line, now);
          continue;
        }
        const frame = JSON.parse(line) as { type: string; topic?: string; channel?: number };
        if (frame.type === 'welcome') resolve();
        else if (frame.type === 'subscribed') channels.set(frame.channel!, waiting.get(frame.topic!)!);
        else if (frame.type === 'ping') socket.send('{"type":"pong"}');
      }
    });
  });

  return {
    ...account,
    call: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: async (prompt, model = { endpoint: 'openAI', id: 'fake' }) => {
      const turnId = uuidv7();
      const reading: Reading = { sentAt: performance.now(), firstAt: 0, lastAt: 0, tokens: 0, gaps: [], bytes: 0, ended: false };
      waiting.set(`turn:${turnId}`, reading);
      const answer = await postJson(
        `${url}/api/conversations/${uuidv7()}/turns`,
        {
          kind: 'send',
          turnId,
          answerId: uuidv7(),
          userMessageId: uuidv7(),
          parentId: null,
          model,
          parts: [{ type: 'text', text: prompt }],
          create: {},
        },
        token,
      );
      if (answer.status !== 201) throw new Error(`a turn answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
      socket.send(JSON.stringify({ type: 'subscribe', topics: [{ topic: `turn:${turnId}`, cursor: 0 }] }));
      return reading;
    },
    close: () => socket.close(),
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(condition: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await pause(1);
  }
  return true;
}
