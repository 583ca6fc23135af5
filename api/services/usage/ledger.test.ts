import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cost } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import { createChatWorld, type ChatWorld } from '../chat/__fixtures__/chat-world.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import { createLedger, reservedOutput, type Spending } from './ledger.ts';

const prices = { input: 1, output: 2 };
const facts: ModelFacts = { contextTokens: 100_000, capabilities: {}, prices, assumed: false, source: 'bundled' };
const nobodyLimits: Spending = { budgets: [], balance: null, unpriced: { input: 6, output: 6 } };

/** A chat whose model has a price, with what may be spent. */
async function pricedWorld(spending: Partial<Spending> = {}, more: { facts?: ModelFacts; ownKey?: true } = {}): Promise<ChatWorld> {
  return createChatWorld({
    wrap: (dependencies) => ({
      ...dependencies,
      resolveModel: async (scope, ref) => ({ ...(await dependencies.resolveModel(scope, ref)), facts, retries: 0, ...more }),
      ledger: createLedger({ ...dependencies, spending: async () => ({ ...nobodyLimits, ...spending }) }),
    }),
  });
}

const ledgerOf = (world: ChatWorld, owner: Parameters<ChatWorld['storage']['readLedger']>[0], turnId: string): Promise<LedgerEntry[]> =>
  world.storage.readLedger(owner, turnId);

async function costOf(
  world: ChatWorld,
  owner: Parameters<ChatWorld['storage']['readLedger']>[0],
  conversationId: string,
  id: string,
): Promise<Cost | undefined> {
  const message = await world.storage.getMessage(owner, conversationId, id);
  return message === null || message === 'no-message' ? undefined : message.cost;
}

test('an answer is written down with the provider’s counts, its price and its cost', async () => {
  await using world = await pricedWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hello');
  const call = await world.model.nextCall();
  call.say('Hi.');
  call.send({ type: 'usage', usage: { inputTokens: 100, cachedInputTokens: 40, outputTokens: 30, reasoningTokens: 10 } });
  call.finish();
  await world.follow(body.turnId).ended;
  const [entry, ...others] = await ledgerOf(world, ada, body.turnId);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    id: `${body.turnId}/1`,
    kind: 'answer',
    status: 'done',
    conversationId,
    prices,
    charged: 0,
    cost: { calls: 1, inputTokens: 100, cachedInputTokens: 40, outputTokens: 30, reasoningTokens: 10, nanodollars: 160_000, estimated: 0 },
  });
  expect(await costOf(world, ada, conversationId, body.answerId)).toEqual(entry!.cost);
});

test('where only what is paid for is written down, the rest is not, and its cost stays with the answer', async () => {
  const kept = async (spending: Partial<Spending>): Promise<number> => {
    await using world = await createChatWorld({
      wrap: (dependencies) => ({
        ...dependencies,
        resolveModel: async (scope, ref) => ({ ...(await dependencies.resolveModel(scope, ref)), facts, retries: 0 }),
        ledger: createLedger({ ...dependencies, spending: async () => ({ ...nobodyLimits, ...spending }), keepsAll: () => false }),
      }),
    });
    const ada = await world.person('ada');
    const { conversationId, body } = await world.begin(ada, 'Hello');
    (await world.model.nextCall()).finish();
    await world.follow(body.turnId).ended;
    expect(await costOf(world, ada, conversationId, body.answerId)).toMatchObject({ calls: 1 });
    return (await ledgerOf(world, ada, body.turnId)).length;
  };
  expect([await kept({}), await kept({ balance: { start: 1 } })]).toEqual([0, 1]);
});

test('what was stopped, or failed in the middle, is estimated from what arrived, and called so', async () => {
  await using world = await pricedWorld();
  const ada = await world.person('ada');
  const stopped = await world.begin(ada, 'x'.repeat(400));
  const call = await world.model.nextCall();
  call.say('y'.repeat(200));
  await world.follow(stopped.body.turnId).shows('y');
  await world.chat.stopTurn(ada, stopped.body.turnId);
  const [one] = await ledgerOf(world, ada, stopped.body.turnId);
  expect(one).toMatchObject({ status: 'stopped', cost: { inputTokens: 104, outputTokens: 50, estimated: 1, nanodollars: 204_000 } });

  const failed = await world.begin(ada, 'Hello');
  const second = await world.model.nextCall();
  second.say('Half of it');
  second.fail(new ProviderError('provider.cut-off', 'gone'));
  await world.follow(failed.body.turnId).ended;
  expect(await ledgerOf(world, ada, failed.body.turnId)).toMatchObject([{ status: 'failed', cost: { outputTokens: 3, estimated: 1 } }]);
});

test('a call that was refused before its first word cost nothing; each attempt has its own line', async () => {
  await using world = await createChatWorld({
    limits: { retryPause: 1, retryPauseMost: 1 },
    wrap: (dependencies) => ({
      ...dependencies,
      resolveModel: async (scope, ref) => ({ ...(await dependencies.resolveModel(scope, ref)), facts, retries: 1 }),
    }),
  });
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Hello');
  (await world.model.nextCall()).fail(new ProviderError('provider.overloaded', 'busy'));
  const again = await world.model.nextCall();
  again.say('Hi');
  again.finish();
  await world.follow(body.turnId).ended;
  expect(await ledgerOf(world, ada, body.turnId)).toMatchObject([
    { attempt: 1, status: 'failed', cost: { inputTokens: 0, nanodollars: 0, estimated: 0 } },
    { attempt: 2, status: 'done', cost: { estimated: 1 } },
  ]);
});

test('a budget that is used up refuses with who, how much and until when, and keeps the question', async () => {
  await using world = await pricedWorld({ budgets: [{ principal: { type: 'role', id: 'administrator' }, dollarsPerMonth: 0.0001 }] });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hello');
  await world.follow(body.turnId).ended;
  const message = await world.storage.getMessage(ada, conversationId, body.answerId);
  expect(message).toMatchObject({
    status: 'failed',
    error: {
      code: 'budget.exceeded',
      params: { who: 'role', granted: 0.0001, left: 0.0001, until: expect.stringMatching(/-01T00:00:00/) as string },
    },
  });
  expect(await ledgerOf(world, ada, body.turnId)).toEqual([]);
  expect(world.model.calls).toHaveLength(0);
});

test('an answer is cut off when what could be had is used up, and stays as far as it came', async () => {
  const step = (reservedOutput * prices.output) / 1e6;
  await using world = await pricedWorld({ balance: { start: step * 2.5 } });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hello');
  const call = await world.model.nextCall();
  const reader = world.follow(body.turnId);
  let said = 0;
  for (let piece = 0; piece < 40 && !call.signal.aborted; piece += 1) {
    call.say('word'.repeat(100));
    said += 100;
    await expect.poll(() => reader.text().length >= said * 4 || call.signal.aborted).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await reader.ended;
  const message = await world.storage.getMessage(ada, conversationId, body.answerId);
  expect(message).toMatchObject({ status: 'failed', error: { code: 'budget.exceeded', params: { who: 'balance' } } });
  const [entry] = await ledgerOf(world, ada, body.turnId);
  // Two steps were had; the third was refused at the end of the second.
  expect(entry!.cost.outputTokens).toBeGreaterThanOrEqual(reservedOutput * 2);
  expect(entry!.cost.outputTokens).toBeLessThanOrEqual(reservedOutput * 2.2);
  expect(await world.storage.readAccounts([`balance ${ada.ownerId}`])).toMatchObject([{ reserved: 0, spent: entry!.charged }]);
});

test('fifty at once at a balance for one overrun it by no more than what each reserves', async () => {
  const reserve = (reservedOutput * prices.output + 6) / 1e6;
  await using world = await createChatWorld({
    limits: { runningTurnsPerUser: 100 },
    wrap: (dependencies) => ({
      ...dependencies,
      resolveModel: async (scope, ref) => ({ ...(await dependencies.resolveModel(scope, ref)), facts }),
      ledger: createLedger({ ...dependencies, spending: async () => ({ ...nobodyLimits, balance: { start: reserve } }) }),
    }),
  });
  const ada = await world.person('ada');
  const begun = await Promise.all(Array.from({ length: 50 }, () => world.begin(ada, 'Hello')));
  const call = await world.model.nextCall();
  call.say('Hi');
  call.send({ type: 'usage', usage: { inputTokens: 6, outputTokens: 1_000 } });
  call.finish();
  await Promise.all(begun.map(({ body }) => world.follow(body.turnId).ended));
  expect(world.model.calls).toHaveLength(1);
  const [account] = await world.storage.readAccounts([`balance ${ada.ownerId}`]);
  expect(account).toMatchObject({ reserved: 0 });
  expect(account!.spent).toBeLessThanOrEqual(account!.granted);
});

test('a key of one’s own is limited by nobody; a model without a price is charged to budgets all the same', async () => {
  {
    await using world = await pricedWorld({ balance: { start: 0.000_001 } }, { ownKey: true });
    const ada = await world.person('ada');
    const { body } = await world.begin(ada, 'Hello');
    (await world.model.nextCall()).finish();
    await world.follow(body.turnId).ended;
    expect(await ledgerOf(world, ada, body.turnId)).toMatchObject([{ charged: 0, accounts: [] }]);
  }
  const { prices: _, ...unknown } = facts;
  await using world = await pricedWorld({ balance: { start: 1 } }, { facts: unknown });
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Hello');
  const call = await world.model.nextCall();
  call.send({ type: 'usage', usage: { inputTokens: 10, outputTokens: 10 } });
  call.finish();
  await world.follow(body.turnId).ended;
  expect(await ledgerOf(world, ada, body.turnId)).toMatchObject([
    { charged: 120_000, cost: { nanodollars: 0, unpriced: 1 }, prices: null },
  ]);
});

test('titles are calls of their own kind', async () => {
  await using world = await createChatWorld({ modelTitles: true });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hello');
  (await world.model.nextCall()).finish();
  await world.follow(body.turnId).ended;
  const title = await world.model.nextCall();
  title.say('A greeting');
  title.finish();
  await expect.poll(() => ledgerOf(world, ada, body.turnId).then((all) => all.map(({ kind }) => kind))).toEqual(['title', 'answer']);
  const chats = await world.storage.readChatUsage(ada, conversationId);
  expect(chats.map(({ kind, calls }) => [kind, calls])).toEqual([
    ['answer', 1],
    ['title', 1],
  ]);
});

test('a turn whose node died is written down once, out of its log, however often it is taken over', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-ledger-'));
  const first = await createChatWorld({ dataDir });
  const ada = await first.person('ada');
  const { conversationId, body } = await first.begin(ada, 'x'.repeat(40));
  (await first.model.nextCall()).say('y'.repeat(40));
  await first.follow(body.turnId).shows('y');
  await first.turnLog[Symbol.asyncDispose]();
  await first.storage[Symbol.asyncDispose]();
  await using world = await createChatWorld({ dataDir });
  await world.chat.recover();
  await world.chat.recover();
  const entries = await ledgerOf(world, ada, body.turnId);
  expect(entries).toMatchObject([
    { id: `${body.turnId}/1`, status: 'interrupted', cost: { inputTokens: 14, outputTokens: 10, estimated: 1 } },
  ]);
  expect(await costOf(world, ada, conversationId, body.answerId)).toEqual(entries[0]!.cost);
  rmSync(dataDir, { recursive: true, force: true });
});
