import { uuidv7 } from '@parley/chat-core';
import WebSocket from 'ws';
import { pause, type Account } from '../lib/visitor.ts';

/** Of the prompts that are answered here; those of the steady streams count from 0. */
const firstIndex = 8_000;
const indexes = 150;
const tokens = 150;
/** The provider says ` w001`, ` w002`, … */
const charactersPerToken = 5;
const microsecondsPerToken = 20_000;
const patience = 30_000;

interface Read {
  readonly cursor: number;
  readonly characters: number;
  readonly ended: boolean;
}

/** Reads a turn from a cursor on until so many characters have come, or to its end. Rejects when an event is missing or nothing comes. */
function readTurn(url: string, { token }: Account, turnId: string, from: Read, enough: number): Promise<Read> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { perMessageDeflate: false });
  let { cursor, characters } = from;
  const read = new Promise<Read>((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`turn ${turnId} came to ${characters} characters and no further`)), patience);
    socket.once('close', () => {
      clearTimeout(giveUp);
      reject(new Error(`the socket of turn ${turnId} was closed`));
    });
    socket.on('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: 1, token, topics: [] })));
    const event = (line: string): void => {
      const [, seq, kind, , text] = JSON.parse(line) as [number, number, unknown, string, string];
      if (cursor > 0 && seq !== cursor + 1) reject(new Error(`turn ${turnId}: ${seq} came after ${cursor}`));
      cursor = seq;
      if (kind === 'text-delta') characters += text.length;
      else if (line.includes('"turn-end"')) resolve({ cursor, characters, ended: true });
      if (characters >= enough) resolve({ cursor, characters, ended: false });
    };
    socket.on('message', (data: Buffer) => {
      for (const line of data.toString('utf8').split('\n')) {
        if (line.startsWith('[')) event(line);
        else if (line.includes('"welcome"'))
          socket.send(JSON.stringify({ type: 'subscribe', topics: [{ topic: `turn:${turnId}`, cursor: from.cursor }] }));
        else if (line.includes('"type":"ping"')) socket.send('{"type":"pong"}');
      }
    });
  });
  return read.finally(() => socket.terminate());
}

async function call(url: string, { token }: Account, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Whether an answer is stored whole; a moment may pass between its last event and that. */
async function isStored(url: string, who: Account, conversationId: string, answerId: string): Promise<boolean> {
  for (let look = 0; look < 100; look += 1) {
    const stored = (await call(url, who, 'GET', `/api/conversations/${conversationId}/messages/${answerId}`)) as {
      status: string;
      parts: { text?: string }[];
    };
    if (stored.status === 'done') return stored.parts.map(({ text = '' }) => text).join('').length === tokens * charactersPerToken;
    await pause(100);
  }
  return false;
}

/**
 * One visit: somebody asks, reads a third of the answer, goes, comes back to another node and reads the rest, then looks at the list and at
 * what was stored. Rejects when one character is missing.
 */
export async function comeAndGo(urls: readonly string[], who: Account, visit: number): Promise<void> {
  const at = (offset: number): string => urls[(visit + offset) % urls.length]!;
  const [conversationId, turnId, answerId] = [uuidv7(), uuidv7(), uuidv7()];
  const prompt = `[[load i=${firstIndex + (visit % indexes)} tokens=${tokens} interval=${microsecondsPerToken}]]`;
  await call(at(0), who, 'POST', `/api/conversations/${conversationId}/turns`, {
    kind: 'send',
    turnId,
    answerId,
    userMessageId: uuidv7(),
    parentId: null,
    model: { endpoint: 'openAI', id: 'fake' },
    parts: [{ type: 'text', text: prompt }],
    create: {},
  });
  const whole = tokens * charactersPerToken;
  const first = await readTurn(at(1), who, turnId, { cursor: 0, characters: 0, ended: false }, whole / 3);
  await pause(300);
  const rest = await readTurn(at(0), who, turnId, first, Number.POSITIVE_INFINITY);
  if (rest.characters !== whole) throw new Error(`turn ${turnId} had ${rest.characters} of ${whole} characters`);
  if (!(await isStored(at(1), who, conversationId, answerId))) throw new Error(`the answer of turn ${turnId} is not stored whole`);
  await call(at(0), who, 'GET', '/api/conversations?limit=50');
  await call(at(1), who, 'GET', `/api/conversations/${conversationId}/messages`);
}
