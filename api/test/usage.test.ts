import { uuidv7 } from '@parley/chat-core';
import type { Budget, BudgetReport, Endpoint, ModelEntry, UsageReportRow } from '@parley/contracts';
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
    budgets: [{ ...budget, name: 'Anna', spent: 0, reserved: 0, until: expect.any(String) as unknown }],
  });
  expect((await send(anna)).message).toMatchObject({ status: 'failed', error: { code: 'budget.exceeded' } });
  const { allowances } = (await anna.call('GET', `/api/usage${query}`)).body as { allowances: object[] };
  expect(allowances).toMatchObject([{ who: 'user', granted: 0.000_001, spent: 0, reserved: 0, endpoint: null }]);
  expect((await admin.call('DELETE', `/api/usage/budgets?type=user&id=${id}`)).body).toEqual({ budgets: [] });
  expect((await send(anna)).message.status).toBe('done');
});

test('says what is used of a budget, and refuses one that nobody falls under', async () => {
  const anna = await here.signUp('Elodie of the budget');
  const { id } = (await anna.call('GET', '/api/account')).body as { id: string };
  const put = (body: object) => admin.call('PUT', '/api/usage/budgets', { body });
  const codeOf = (answer: { body: unknown }) => (answer.body as { error: { code: string } }).error.code;
  const principal = { type: 'user', id };
  expect(codeOf(await put({ principal: { type: 'user', id: uuidv7() }, dollarsPerMonth: 1 }))).toBe('budget.unknown-principal');
  expect(codeOf(await put({ principal: { type: 'role', id: 'king' }, dollarsPerMonth: 1 }))).toBe('budget.unknown-principal');
  expect(codeOf(await put({ principal, endpoint: 'nobody', dollarsPerMonth: 1 }))).toBe('endpoint.not-found');
  await put({ principal, endpoint: 'openAI', dollarsPerMonth: 5 });
  await put({ principal: { type: 'role', id: 'member' }, dollarsPerMonth: 7 });
  const { message } = await send(anna);
  const cost = (message.cost as { nanodollars: number }).nanodollars / 1e9;
  const { budgets } = (await admin.call('GET', '/api/usage/budgets')).body as { budgets: BudgetReport[] };
  expect(budgets).toHaveLength(2);
  expect(budgets.find(({ endpoint }) => endpoint === 'openAI')).toMatchObject({ name: 'Elodie of the budget', spent: cost, reserved: 0 });
  expect(budgets.find(({ endpoint }) => endpoint === undefined)).toMatchObject({ name: null, spent: cost, dollarsPerMonth: 7 });
  await admin.call('DELETE', `/api/usage/budgets?type=user&id=${id}&endpoint=openAI`);
  expect((await admin.call('DELETE', '/api/usage/budgets?type=role&id=member')).body).toEqual({ budgets: [] });
});

test('administrators find people by a part of their name or email; others do not', async () => {
  const zoe = await here.signUp('Zoë Quist');
  expect((await zoe.call('GET', '/api/admin/people?text=zo')).status).toBe(403);
  expect((await admin.call('GET', '/api/admin/people')).status).toBe(400);
  const { id } = (await zoe.call('GET', '/api/account')).body as { id: string };
  const found = { people: [{ id, name: 'Zoë Quist', email: zoe.email, role: 'member' }] };
  expect((await admin.call('GET', '/api/admin/people?text=ZOË%20q')).body).toEqual(found);
  expect((await admin.call('GET', `/api/admin/people?text=${encodeURIComponent(zoe.email)}`)).body).toEqual(found);
});

test('what a model does is asked through the books of the administrator, is kept, and costs what calls cost', async () => {
  const before = rowsOf((await admin.call('GET', `/api/usage${query}`)).body).filter(({ kind }) => kind === 'probe');
  expect(before).toEqual([]);
  const model = { endpoint: 'openAI', id: 'gpt-4o-mini' };
  const probe = await admin.call('POST', '/api/admin/probe', { body: { model } });
  expect(probe.status).toBe(200);
  expect((await admin.call('GET', '/api/admin/probes')).body).toEqual({ probes: [probe.body] });
  const [row, ...more] = rowsOf((await admin.call('GET', `/api/usage${query}`)).body).filter(({ kind }) => kind === 'probe');
  expect(more).toEqual([]);
  expect(row).toMatchObject({ endpoint: 'openAI', model: 'gpt-4o-mini', calls: 5, unpriced: 0 });
  expect(row!.nanodollars).toBeGreaterThan(0);

  const principal = { type: 'role', id: 'administrator' };
  await admin.call('PUT', '/api/usage/budgets', { body: { principal, dollarsPerMonth: 0.000_001 } });
  const refused = await admin.call('POST', '/api/admin/probe', { body: { model } });
  expect([refused.status, (refused.body as { error: { code: string } }).error.code]).toEqual([402, 'budget.exceeded']);
  await admin.call('DELETE', '/api/usage/budgets?type=role&id=administrator');
});

test('the built-in model is free, and a call that failed before it used anything has no unknown price', async () => {
  const anna = await here.signUp();
  await anna.say('Hello');
  const [row] = rowsOf((await anna.call('GET', `/api/usage${query}`)).body);
  expect(row).toMatchObject({ endpoint: 'demo', calls: 1, nanodollars: 0, unpriced: 0 });
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
