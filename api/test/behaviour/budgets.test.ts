import { setTimeout as wait } from 'node:timers/promises';
import { messageText } from '@parley/chat-core';
import type { Allowance, Turn } from '@parley/contracts';
import { fakePrompt, fakeText } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../world.ts';
import { branch, chatHere, ended, send, turnOf, type ChatHere, type Sent } from './chat.ts';

const model = { endpoint: 'openAI', id: 'gpt-4o' };
/** Dollars for the tokens of output that a call reserves at its beginning, and again with each step (`ledger.ts`). */
const step = 1_000 * (10 / 1_000_000);
/** What pays for one reservation and the question, and not for two. */
const granted = step * 1.05;

let chat: ChatHere;
beforeAll(async () => {
  chat = await chatHere({ OPENAI_MODELS: model.id, CHECK_BALANCE: 'true', START_BALANCE: String(Math.round(granted * 1_000_000)) });
}, 60_000);
afterAll(() => chat[Symbol.asyncDispose]());

const today = new Date().toISOString().slice(0, 10);

async function balanceOf(person: Visitor): Promise<Allowance> {
  const { allowances } = (await person.call('GET', `/api/usage?from=${today}&to=${today}`)).body as { allowances: Allowance[] };
  return allowances.find(({ who }) => who === 'balance')!;
}

/** Sends as soon as one of the turns that may run at once is free. */
async function sendSoon(person: Visitor, text: string): Promise<Sent> {
  for (let attempt = 0; ; attempt += 1) {
    const sent = await send(person, text, { model });
    if (sent.answer.status === 201) return sent;
    if (sent.answer.status !== 429 || attempt > 400) throw new Error(`a turn answered ${JSON.stringify(sent.answer.body)}`);
    await wait(25);
  }
}

const refused = (turns: readonly Turn[]): number => turns.filter(({ error }) => error?.code === 'budget.exceeded').length;

test('fifty at once at a balance for one: one is answered, the others are refused, and nothing stays reserved', async () => {
  const anna = await chat.here.signUp('Anna');
  const before = chat.fake.requests.length;
  const prompt = fakePrompt({ tokens: 200, bytes: 4, rate: 400 });
  const sent = await Promise.all(Array.from({ length: 50 }, () => sendSoon(anna, prompt)));
  const turns = await Promise.all(sent.map(({ body }) => ended(anna, body.turnId)));
  expect(turns.filter(({ status }) => status === 'done')).toHaveLength(1);
  expect(refused(turns)).toBe(49);
  expect(chat.fake.requests.length - before).toBe(1);
  const balance = await balanceOf(anna);
  expect(balance).toMatchObject({ granted, reserved: 0 });
  expect(balance.spent).toBeGreaterThan(0);
  expect(balance.spent).toBeLessThanOrEqual(granted);
});

test('an answer that uses up the balance is cut off, stays as far as it came, and costs no more than was reserved', async () => {
  const berta = await chat.here.signUp('Berta');
  const script = { tokens: 4_000, bytes: 8, rate: 800 };
  const { body, conversationId } = await send(berta, fakePrompt(script), { model });
  const turn = await ended(berta, body.turnId);
  expect(turn).toMatchObject({ status: 'failed', error: { code: 'budget.exceeded', params: { who: 'balance' } } });
  const answer = (await branch(berta, conversationId)).messages.at(-1)!;
  expect(answer).toMatchObject({ status: 'failed', error: { code: 'budget.exceeded' } });
  const kept = messageText(answer.parts);
  expect(kept.length).toBeGreaterThan(1_000);
  expect(fakeText(script.tokens, script).startsWith(kept)).toBe(true);
  const request = chat.fake.requests.at(-1)!;
  await request.settled;
  expect(request.state).toBe('closed');
  const balance = await balanceOf(berta);
  expect(balance.reserved).toBe(0);
  expect(balance.spent).toBeLessThanOrEqual(granted + step);
  expect((await turnOf(berta, body.turnId)).status).toBe('failed');
});
