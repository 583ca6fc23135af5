import { describe, expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import type { BeginTurn } from '../ports/turns.ts';
import { line, newPerson, regenerateInput, row, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

/** Milliseconds of the best of several tries: what other processes take away is no cost of the store. */
async function timed(times: number, action: (index: number) => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    await action(index);
    took.push(performance.now() - start);
  }
  return Math.min(...took);
}

export function scaleContract(makePlace: PlaceFactory): void {
  describe('scale', () => {
    const store = useStore(makePlace);

    async function beginAndSettle(scope: Scope, inputs: readonly BeginTurn[]): Promise<void> {
      const { storage } = store();
      await Promise.all(inputs.flatMap((input) => [storage.beginTurn(scope, input), storage.settleTurn(scope, settleInput(input.turnId))]));
    }

    /** Milliseconds that beginning and settling a turn at the end of a line take, at best. */
    async function timeTurns(
      scope: Scope,
      { conversationId, inputs }: Awaited<ReturnType<typeof line>>,
    ): Promise<{ begin: number; settle: number }> {
      const { storage } = store();
      const more = Array.from({ length: store().often(31) }, () => sendInput(inputs.at(-1)!.answerId, 'More', { conversationId }));
      return {
        begin: await timed(more.length, (index) => storage.beginTurn(scope, more[index]!)),
        settle: await timed(more.length, (index) => storage.settleTurn(scope, settleInput(more[index]!.turnId))),
      };
    }

    test(
      'a line of 10,000 messages reads a page in under 20 ms and takes a turn nearly as fast as a short one',
      { timeout: 120_000 },
      async () => {
        const { storage, large, often, within } = store();
        const ada = await newPerson(storage);
        const exchanges = large(5_000);
        const short = await line(storage, ada, 5);
        const long = await line(storage, ada, exchanges);
        const { conversationId } = long;
        const leaf = long.inputs.at(-1)!;

        expect(await timed(often(15), () => storage.readBranch(ada, conversationId, { limit: 50 }))).toBeLessThan(within(20));
        const inMiddle = { limit: 50, beforeId: long.inputs[exchanges / 2]!.answerId };
        expect(await timed(often(15), () => storage.readBranch(ada, conversationId, inMiddle))).toBeLessThan(within(20));
        const whole = row(await storage.readBranch(ada, conversationId, { limit: 10_000 }));
        expect(whole.messages).toHaveLength(exchanges * 2);

        const [shallow, deep] = [await timeTurns(ada, short), await timeTurns(ada, long)];
        expect(deep.begin).toBeLessThan(within(Math.max(shallow.begin, 0.5) * 3));
        expect(deep.settle).toBeLessThan(within(Math.max(shallow.settle, 0.5) * 3));

        const high = long.inputs[1]!;
        expect(await storage.deleteSubtree(ada, conversationId, high.answerId, 9)).toMatchObject({
          state: { activeLeafId: high.userMessage!.id },
        });
        const restored = row(await storage.restoreSubtree(ada, conversationId, high.answerId));
        expect(restored.state.activeLeafId).not.toBe(high.userMessage!.id);
        await storage.selectMessage(ada, conversationId, long.inputs[0]!.userMessage!.id);
        const copied = row(
          await storage.copyConversation(ada, conversationId, { newId: leaf.turnId, upToMessageId: leaf.answerId, title: 'Copy', now: 1 }),
        );
        expect(copied.lastOrdinal).toBe(exchanges * 2);
      },
    );

    test('a deleted message high up does not slow the reading of a long line', { timeout: 120_000 }, async () => {
      const { storage, large, often, within } = store();
      const ada = await newPerson(storage);
      const { conversationId, inputs } = await line(storage, ada, large(2_000));
      const beside = regenerateInput(conversationId, inputs[0]!.userMessage!.id);
      await beginAndSettle(ada, [beside]);
      await storage.selectMessage(ada, conversationId, inputs.at(-1)!.answerId);
      const before = await timed(often(31), () => storage.readBranch(ada, conversationId, { limit: 20 }));
      await storage.deleteSubtree(ada, conversationId, beside.answerId, 9);
      const after = await timed(often(31), () => storage.readBranch(ada, conversationId, { limit: 20 }));
      expect(after).toBeLessThan(within(Math.max(before, 0.5) * 3));
    });

    test('a comb, whose every question has many answers, reads a page in under 20 ms', { timeout: 120_000 }, async () => {
      const { storage, large, often, within } = store();
      const ada = await newPerson(storage);
      const first = sendInput(null, 'Question');
      const { conversationId } = first;
      const inputs = [first];
      const spine = [first.userMessage!.id, first.answerId];
      for (let tooth = 1; tooth <= large(300); tooth += 1) {
        for (let index = 0; index < 9; index += 1) inputs.push(regenerateInput(conversationId, spine.at(-2)!));
        const next = sendInput(spine.at(-1)!, `Question ${tooth}`, { conversationId });
        inputs.push(next);
        spine.push(next.userMessage!.id, next.answerId);
      }
      await beginAndSettle(ada, inputs);
      const query = { limit: 50, leafId: spine.at(-1)! };
      expect(await timed(often(15), () => storage.readBranch(ada, conversationId, query))).toBeLessThan(within(20));
      const page = row(await storage.readBranch(ada, conversationId, { ...query, limit: 1_000 }));
      expect(page.messages.map((message) => message.id)).toEqual(spine);
    });
  });
}
