import { uuidv7 } from '@parley/chat-core';
import type { Budget, Endpoint, ModelEntry, UsageReportRow } from '@parley/contracts';
import { startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let admin: Visitor;
beforeAll(async () => {
  fake = await startFakeProvider();
  here = await world({
    env: { OPENAI_API_KEY: 'sk-operator', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'gpt-4o', TITLE_CONVO: 'false' },
  });
  admin = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

const today = new Date().toISOString().slice(0, 10);
const query = `?from=${today}&to=${today}`;

interface Sent {
  readonly conversationId: string;
  readonly message: { status: string; cost?: object; error: { code: string } | null };
}

async function send(visitor: Visitor): Promise<Sent> {
  const conversationId = uuidv7();
  const answerId = uuidv7();
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId: null,
    model: { endpoint: 'openAI', id: 'gpt-4o' },
    parts: [{ type: 'text', text: 'Hello' }],
    create: {},
  };
  expect((await visitor.call('POST', `/api/conversations/${conversationId}/turns`, { body })).status).toBeLessThan(300);
  const read = async (): Promise<Sent['message'][]> =>
    (
      (await visitor.call('GET', `/api/conversations/${conversationId}/messages`)).body as {
        messages: (Sent['message'] & { id: string })[];
      }
    ).messages.filter(({ id }) => id === answerId);
  await expect.poll(async () => (await read())[0]?.status, { timeout: 20_000 }).toMatch(/done|failed/);
  return { conversationId, message: (await read())[0]! };
}

const rowsOf = (body: unknown): UsageReportRow[] => (body as { rows: UsageReportRow[] }).rows;

test('says what was used and what it cost, of one’s own, of a chat, and of everybody to administrators alone', async () => {
  const anna = await here.signUp();
  const { conversationId, message } = await send(anna);
  expect(message).toMatchObject({ status: 'done', cost: { calls: 1, unpriced: 0 } });
  const mine = rowsOf((await anna.call('GET', `/api/usage${query}`)).body);
  expect(mine).toMatchObject([{ day: today, endpoint: 'openAI', model: 'gpt-4o', kind: 'answer', calls: 1 }]);
  expect(mine[0]!.nanodollars).toBeGreaterThan(0);
  expect(rowsOf((await anna.call('GET', `/api/usage/conversations/${conversationId}`)).body)).toMatchObject([{ calls: 1 }]);
  expect((await admin.call('GET', `/api/usage/conversations/${conversationId}`)).status).toBe(404);
  expect((await anna.call('GET', `/api/usage/everybody${query}`)).status).toBe(403);
  const everybody = rowsOf((await admin.call('GET', `/api/usage/everybody${query}`)).body);
  expect(everybody.some((row) => (row as { name?: string }).name !== '' && row.nanodollars === mine[0]!.nanodollars)).toBe(true);
});

test.each(['', '?from=2026-01-01', '?from=2026-02-01&to=2026-01-01', '?from=2020-01-01&to=2026-01-01', "?from=2026-01-01'&to=x"])(
  'refuses days that are none: %s',
  async (bad) => {
    const answer = await admin.call('GET', `/api/usage${bad}`);
    expect(answer.status).toBe(400);
  },
);

test('an administrator limits what a person may spend, and takes the limit away', async () => {
  const anna = await here.signUp();
  const { id } = (await anna.call('GET', '/api/account')).body as { id: string };
  const budget: Budget = { principal: { type: 'user', id }, dollarsPerMonth: 0.000_001 };
  expect((await anna.call('PUT', '/api/usage/budgets', { body: budget })).status).toBe(403);
  expect((await admin.call('PUT', '/api/usage/budgets', { body: { ...budget, dollarsPerMonth: -1 } })).status).toBe(400);
  expect((await admin.call('PUT', '/api/usage/budgets', { body: budget })).body).toMatchObject({
    budgets: expect.arrayContaining([budget]) as unknown,
  });
  expect((await send(anna)).message).toMatchObject({ status: 'failed', error: { code: 'budget.exceeded' } });
  const { allowances } = (await anna.call('GET', `/api/usage${query}`)).body as { allowances: object[] };
  expect(allowances).toMatchObject([{ who: 'user', granted: 0.000_001, spent: 0, reserved: 0, endpoint: null }]);
  expect((await admin.call('DELETE', `/api/usage/budgets?type=user&id=${id}`)).body).toEqual({ budgets: [] });
  expect((await send(anna)).message.status).toBe('done');
});

test('an administrator says what a model holds and costs; it is in force at once and taken back', async () => {
  const facts: ModelEntry = { contextTokens: 1_234, prices: { input: 1, output: 1 } };
  const model = async (): Promise<object | undefined> =>
    ((await admin.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] }).endpoints.find(({ id }) => id === 'openAI')?.models[0];
  expect((await admin.call('PUT', '/api/usage/models?name=gpt-4o', { body: { contextTokens: 0 } })).status).toBe(400);
  expect((await admin.call('PUT', '/api/usage/models?name=gpt-4o', { body: facts })).body).toEqual({ models: [{ name: 'gpt-4o', facts }] });
  expect(await model()).toMatchObject({ contextTokens: 1_234, source: 'administrator', prices: { input: 1 } });
  expect((await admin.call('DELETE', '/api/usage/models?name=gpt-4o')).body).toEqual({ models: [] });
  expect(await model()).toMatchObject({ contextTokens: 128_000, source: 'bundled' });
});
