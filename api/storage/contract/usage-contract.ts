import { uuidv7 } from '@parley/chat-core';
import type { Cost } from '@parley/contracts';
import { describe, expect, test } from 'vitest';
import type { AccountTerms, LedgerEntry, Reserve } from '../ports/usage.ts';
import { exchange, existing, newPerson, row, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

const day = Date.UTC(2026, 10, 29, 23, 59);

export const cost = (more: Partial<Cost> = {}): Cost => ({
  calls: 1,
  inputTokens: 100,
  cachedInputTokens: 40,
  cacheWriteTokens: 10,
  outputTokens: 20,
  reasoningTokens: 5,
  nanodollars: 7_000,
  unpriced: 0,
  estimated: 0,
  ...more,
});

export const entry = (more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: uuidv7(),
  kind: 'answer',
  endpoint: 'openAI',
  model: 'gpt-4o',
  turnId: null,
  conversationId: null,
  attempt: 1,
  status: 'done',
  cost: cost(),
  prices: { input: 2.5, output: 10 },
  charged: 7_000,
  accounts: [],
  at: day,
  ...more,
});

const terms = (id: string, more: Partial<AccountTerms> = {}): AccountTerms => ({ id, grant: 100, balance: false, ...more });
const hold = (accounts: readonly AccountTerms[], more: Partial<Reserve> = {}): Reserve => ({
  id: uuidv7(),
  amount: 40,
  accounts,
  expiresAt: 10_000,
  now: 1_000,
  ...more,
});
const november = { from: '2026-11-01', to: '2026-11-30' };

export function usageContract(makePlace: PlaceFactory): void {
  describe('usage', () => {
    const store = useStore(makePlace);

    test('a turn is settled with its calls and what they cost, once however often it is settled', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Hello');
      const { conversationId } = input;
      await storage.beginTurn(ada, input);
      const of = { turnId: input.turnId, conversationId };
      const calls = [entry({ ...of, id: `${input.turnId}/2`, attempt: 2 }), entry({ ...of, id: `${input.turnId}/1`, status: 'failed' })];
      const settle = settleInput(input.turnId, { cost: cost({ calls: 2 }), ledger: calls });
      const before = await witness.count('ledger');
      await storage.settleTurn(ada, settle);
      await storage.settleTurn(ada, { ...settle, ledger: [entry(of)] });
      expect(await witness.count('ledger')).toBe(before + 2);
      expect(await storage.readLedger(ada, input.turnId)).toEqual([calls[1], calls[0]]);
      expect((await existing(storage, ada, conversationId, input.answerId)).cost).toEqual(cost({ calls: 2 }));
      const sum = {
        ownerId: ada.ownerId,
        kind: 'answer',
        endpoint: 'openAI',
        model: 'gpt-4o',
        calls: 2,
        inputTokens: 200,
        nanodollars: 14_000,
      };
      expect(await storage.readUsage(ada, november)).toMatchObject([{ ...sum, bucket: '2026-11-29' }]);
      expect(await storage.readChatUsage(ada, conversationId)).toMatchObject([{ ...sum, bucket: `chat:${conversationId}` }]);
    });

    test('a call beside a turn is written down once, in whatever company it comes', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const title = entry({ kind: 'title' });
      const answers = await Promise.all(Array.from({ length: 5 }, () => storage.recordCall(ada, title)));
      expect(answers.filter((isNew) => isNew)).toHaveLength(1);
      expect(await storage.readUsage(ada, november)).toMatchObject([{ kind: 'title', calls: 1, nanodollars: 7_000 }]);
    });

    test('sums are exact, by day, model and kind, in order; other days and people are left out', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const many = Array.from({ length: 30 }, (_, index) =>
        entry({
          model: index % 2 === 0 ? 'a' : 'b',
          at: Date.UTC(2026, 10, 1 + (index % 3)),
          cost: cost({ nanodollars: index, unpriced: index % 2, estimated: 1 }),
        }),
      );
      await Promise.all(many.map((each) => storage.recordCall(ada, each)));
      await storage.recordCall(eve, entry({ at: Date.UTC(2026, 9, 31, 23, 59, 59, 999) }));
      const rows = await storage.readUsage(ada, { from: '2026-11-01', to: '2026-11-02' });
      expect(rows.map(({ bucket, model, calls }) => [bucket, model, calls])).toEqual([
        ['2026-11-01', 'a', 5],
        ['2026-11-01', 'b', 5],
        ['2026-11-02', 'a', 5],
        ['2026-11-02', 'b', 5],
      ]);
      expect(rows[1]).toMatchObject({ unpriced: 5, estimated: 5, nanodollars: 3 + 9 + 15 + 21 + 27 });
      expect(await storage.readUsage(eve, november)).toEqual([]);
      const all = await storage.readAllUsage({ from: '2026-10-31', to: '2026-11-01' });
      expect(all.filter(({ ownerId }) => ownerId === eve.ownerId)).toMatchObject([{ bucket: '2026-10-31', calls: 1 }]);
      expect(all.filter(({ ownerId }) => ownerId === ada.ownerId)).toHaveLength(2);
    });

    test('what a conversation cost goes with it, what a person spent stays; a copy cost nothing', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Hello');
      const { conversationId } = input;
      await storage.beginTurn(ada, input);
      await storage.settleTurn(ada, settleInput(input.turnId, { cost: cost(), ledger: [entry({ turnId: input.turnId, conversationId })] }));
      const newId = uuidv7();
      row(await storage.copyConversation(ada, conversationId, { newId, title: 'Copy', now: 8 }));
      const page = row(await storage.readBranch(ada, newId, { limit: 9 }));
      expect(page.messages.map((message) => ('cost' in message ? message.cost : undefined))).toEqual([undefined, undefined]);
      expect(await storage.readChatUsage(ada, newId)).toEqual([]);
      await storage.setDeleted(ada, conversationId, 5);
      await storage.purge(6, 10);
      expect(await storage.readChatUsage(ada, conversationId)).toEqual([]);
      expect(await storage.readUsage(ada, november)).toHaveLength(1);
      expect(await storage.readLedger(ada, input.turnId)).toHaveLength(1);
    });

    test('people see their own alone', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const { turn, conversation } = await exchange(storage, ada, null, 'Hello');
      await storage.recordCall(ada, entry({ turnId: turn.id, conversationId: conversation.id }));
      expect(await storage.readLedger(eve, turn.id)).toEqual([]);
      expect(await storage.readChatUsage(eve, conversation.id)).toEqual([]);
      expect(await storage.readUsage(eve, november)).toEqual([]);
    });
  });

  describe('budgets', () => {
    const store = useStore(makePlace);

    test('what is reserved is no longer there for others, until it is settled for what it cost', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const [id] = [uuidv7()];
      const first = hold([terms(id)]);
      expect(await storage.reserve(ada, first)).toEqual({ ok: true });
      expect(await storage.reserve(ada, hold([terms(id)]))).toEqual({ ok: true });
      const refused = await storage.reserve(ada, hold([terms(id)]));
      expect(refused).toMatchObject({ ok: false, account: { id, granted: 100, spent: 0, reserved: 80 } });
      expect(await storage.recordCall(ada, entry({ id: first.id, accounts: [id], charged: 15 }))).toBe(true);
      expect(await storage.readAccounts([id, 'unknown'])).toEqual([{ id, granted: 100, spent: 15, reserved: 40, refilledAt: 1_000 }]);
      expect(await witness.has('reservations', first.id)).toBe(false);
      expect(await storage.reserve(ada, hold([terms(id)], { amount: 45 }))).toEqual({ ok: true });
      expect(await storage.reserve(ada, hold([terms(id)], { amount: 1 }))).toMatchObject({ ok: false });
    });

    test('more is added under the same id, and all of it is given back when the call is never made', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const id = uuidv7();
      const first = hold([terms(id)]);
      await storage.reserve(ada, first);
      await storage.reserve(ada, { ...first, amount: 60 });
      expect(await storage.readAccounts([id])).toMatchObject([{ reserved: 100 }]);
      expect(await storage.reserve(ada, { ...first, amount: 1 })).toMatchObject({ ok: false });
      await storage.release(eve, first.id);
      expect(await storage.readAccounts([id]), 'nobody gives back what is another’s').toMatchObject([{ reserved: 100 }]);
      await storage.release(ada, first.id);
      await storage.release(ada, first.id);
      expect(await storage.readAccounts([id])).toMatchObject([{ reserved: 0, spent: 0 }]);
    });

    test('all accounts have enough, or none is touched', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [rich, poor] = [uuidv7(), uuidv7()];
      expect(await storage.reserve(ada, hold([terms(rich), terms(poor, { grant: 39 })]))).toMatchObject({
        ok: false,
        account: { id: poor },
      });
      expect((await storage.readAccounts([rich, poor])).map(({ reserved }) => reserved)).toEqual([0, 0]);
    });

    test('an allowance is what it is today; a balance is refilled when it is short and due', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [allowance, balance] = [uuidv7(), uuidv7()];
      await storage.reserve(ada, hold([terms(allowance)], { amount: 100 }));
      expect(await storage.reserve(ada, hold([terms(allowance, { grant: 150 })], { amount: 50 }))).toEqual({ ok: true });
      const refilled = terms(balance, { balance: true, refill: { amount: 70, every: 500 } });
      const ask = (now: number, amount: number) => storage.reserve(ada, hold([refilled], { now, amount, expiresAt: now + 100_000 }));
      expect(await ask(1_000, 100)).toEqual({ ok: true });
      expect(await ask(1_499, 1)).toMatchObject({ ok: false, account: { granted: 100 } });
      expect(await ask(1_500, 60)).toEqual({ ok: true });
      expect(await ask(1_600, 11)).toMatchObject({ ok: false, account: { granted: 170, refilledAt: 1_500 } });
      expect(await storage.reserve(ada, hold([{ ...refilled, grant: 1_000_000 }], { now: 1_600, amount: 11 }))).toMatchObject({
        ok: false,
      });
    });

    test('what a dead node reserved is given back when it has expired, and settled late it still counts', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const id = uuidv7();
      const lost = hold([terms(id)], { amount: 100, expiresAt: 5_000 });
      await storage.reserve(ada, lost);
      expect(await storage.reserve(ada, hold([terms(id)], { now: 4_999 }))).toMatchObject({ ok: false });
      expect(await storage.reserve(ada, hold([terms(id)], { now: 5_000 }))).toEqual({ ok: true });
      await storage.recordCall(ada, entry({ id: lost.id, accounts: [id], charged: 30 }));
      expect(await storage.readAccounts([id])).toMatchObject([{ spent: 30, reserved: 40 }]);
    });

    test('of fifty at once no more are let through than there is left, of one person and of several on one account', async () => {
      const { storage } = store();
      const people = await Promise.all(Array.from({ length: 5 }, () => newPerson(storage)));
      for (const who of [people.slice(0, 1), people]) {
        const id = uuidv7();
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            storage.reserve(who[index % who.length]!, hold([terms(id)], { amount: 10, expiresAt: 9e12 })),
          ),
        );
        expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
        expect(await storage.readAccounts([id])).toMatchObject([{ reserved: 100 }]);
      }
    });
  });

  describe('decisions', () => {
    const store = useStore(makePlace);

    test('one is kept, replaced, listed by kind and taken back', async () => {
      const { storage } = store();
      await storage.putDecision('model', 'b', { contextTokens: 1 }, 1);
      await storage.putDecision('model', 'a b', { contextTokens: 2 }, 1);
      await storage.putDecision('model', 'b', { contextTokens: 3 }, 2);
      await storage.putDecision('budget', 'b', { amount: 1 }, 2);
      expect(await storage.listDecisions('model')).toEqual([
        { id: 'a b', value: { contextTokens: 2 } },
        { id: 'b', value: { contextTokens: 3 } },
      ]);
      expect(await storage.deleteDecision('model', 'b')).toBe(true);
      expect(await storage.deleteDecision('model', 'b')).toBe(false);
      expect(await storage.listDecisions('model')).toHaveLength(1);
      expect(await storage.listDecisions('budget')).toHaveLength(1);
    });
  });
}
