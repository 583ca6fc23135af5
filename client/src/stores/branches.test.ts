import type { Message } from '@parley/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { signIn, useSession } from '../lib/session.ts';
import { branchOf, markChanged, refreshBranch, showBranch } from './branches.ts';
import { sendMessage } from './turns.ts';

const conversationId = '01a229ac-0000-7000-8000-000000000001';
const account = { id: 'a', email: 'anna@example.org', name: 'Anna', role: 'member', createdAt: 0 };
const conversation = { id: conversationId, title: 'Hello', rev: 1 };
const cost = {
  calls: 1,
  inputTokens: 3,
  outputTokens: 3,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  nanodollars: 0,
  unpriced: 1,
  estimated: 0,
};

/** The network's edge: requests as lines, and the server's answers, each when the test gives it. */
let sent: string[];
let asked: { userMessageId: string; answerId: string; turnId: string };
let answerTurn: (response: Response) => void;
/** While it is a list, what is asked of branches waits here for its answer. */
let heldReads: ((response: Response) => void)[] | null;

const messages = (status: Message['status'], more: Partial<Message> = {}): Message[] => {
  const place = { conversationId, turnId: asked.turnId, siblings: [], usage: null, error: null, stopReason: null, editedAt: null };
  const question = { ...place, id: asked.userMessageId, parentId: null, ordinal: 1, role: 'user', parts: [], status: 'done' };
  return [
    question,
    { ...place, id: asked.answerId, parentId: question.id, ordinal: 2, role: 'assistant', parts: [], status, ...more },
  ] as never;
};

beforeEach(async () => {
  sent = [];
  heldReads = null;
  useSession.setState({ status: 'unknown', account: undefined, failure: undefined });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit): Promise<Response> => {
    sent.push(`${init.method} ${url.split('?')[0]}`);
    if (url.endsWith('/sign-in')) return Response.json({ accessToken: 't', expiresIn: 900_000, account });
    const held = heldReads;
    if (init.method === 'GET' && held) return new Promise((resolve) => held.push(resolve));
    if (init.method === 'GET') return Response.json({ conversation, messages: messages('done', { cost }), earlier: null });
    asked = JSON.parse(init.body as string) as typeof asked;
    return new Promise((resolve) => (answerTurn = resolve));
  });
  await signIn('anna@example.org', 'secret');
});
afterEach(() => vi.unstubAllGlobals());

/** Sends a message, whose request the server has and has not answered yet. */
async function sendHello(parentId: string | null = null): Promise<{ answered(): Promise<void> }> {
  const model = { endpoint: 'e', id: 'm' };
  const begins = parentId === null ? { create: {} } : {};
  const sending = sendMessage({ accountId: 'a', conversationId, text: 'Hello', model, parentId, ...begins });
  await vi.waitFor(() => expect(sent.at(-1)).toMatch(/^POST .*\/turns$/));
  return {
    async answered() {
      const [userMessage, answer] = messages('running');
      answerTurn(Response.json({ conversation, turn: {}, userMessage, answer }, { status: 201 }));
      await sending;
    },
  };
}
const last = (): unknown => branchOf(conversationId).messages.at(-1);
const reads = (): string[] => sent.filter((line) => line.startsWith('GET'));

test('a new chat whose answer has ended before the server says that it began is read again', async () => {
  const { answered } = await sendHello();
  const stop = showBranch(conversationId, () => undefined);
  // Nothing can be read yet of a chat that is only on its way.
  markChanged(conversationId);
  expect(reads()).toEqual([]);
  await answered();
  await vi.waitFor(() => expect(last()).toMatchObject({ status: 'done', cost: { unpriced: 1 } }));
  expect(reads()).toHaveLength(1);
  stop();
});

test('what was read meanwhile is newer than the word that a turn began', async () => {
  const { answered } = await sendHello();
  await refreshBranch(conversationId);
  expect(branchOf(conversationId).sending.size).toBe(0);
  await answered();
  expect(last()).toMatchObject({ status: 'done', cost: { unpriced: 1 } });
});

test('a page that was read before a message was sent does not take it from the screen', async () => {
  const first = await sendHello();
  await first.answered();
  const before = messages('done', { cost });
  const read = (...more: Message[]): Response => Response.json({ conversation, messages: [...before, ...more], earlier: null });
  // The first answer has ended, and what it cost is on its way when the next message is sent.
  heldReads = [];
  const reading = refreshBranch(conversationId);
  const shown: number[] = [];
  const stop = showBranch(conversationId, () => shown.push(branchOf(conversationId).messages.length));
  const second = await sendHello(before[1]!.id);
  await second.answered();
  expect(branchOf(conversationId).messages).toHaveLength(4);
  shown.length = 0;
  heldReads[0]!(read());
  await vi.waitFor(() => expect(heldReads).toHaveLength(2));
  heldReads[1]!(read(...messages('running')));
  await reading;
  expect(
    shown.every((count) => count === 4),
    String(shown),
  ).toBe(true);
  expect(branchOf(conversationId).messages[1]).toMatchObject({ status: 'done', cost: { unpriced: 1 } });
  stop();
});
