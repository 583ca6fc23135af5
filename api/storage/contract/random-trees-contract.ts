import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';
import { newPerson, row } from './builders.ts';
import { NaiveTree } from './naive-tree.ts';
import { applyStep, stepArbitrary, type World } from './random-step.ts';
import { useStore, type PlaceFactory, type StoreUnderTest } from './store-under-test.ts';
import { uuidv7 } from '@parley/chat-core';

const runs = 40;
const steps = 80;

async function expectSame(storage: Storage, { scope, tree, conversationId }: World): Promise<void> {
  const conversation = await storage.getConversation(scope, conversationId);
  expect(conversation?.state.activeLeafId ?? null).toBe(tree.active?.id ?? null);
  for (const leaf of [undefined, ...tree.nodes.filter((node) => node.ordinal % 3 === 0)]) {
    const from = leaf === undefined ? {} : { leafId: leaf.id };
    const page = row(await storage.readBranch(scope, conversationId, { limit: 1_000, ...from }));
    const wanted = tree.branch(leaf ?? tree.active);
    expect(page.messages).toMatchObject(
      wanted.map((node) => ({
        id: node.id,
        ordinal: node.ordinal,
        parentId: node.parent?.id ?? null,
        status: node.status,
        siblings: tree.siblings(node).map((each) => each.id),
      })),
    );
    expect(page.leafId).toBe(wanted.at(-1)?.id ?? null);
  }
  expect(conversation?.runningTurns ?? 0).toBe(tree.nodes.filter((node) => node.status === 'running').length);
}

/** As the witness sees it: each edge leads to an older message of the same conversation and owner, and nothing else is there. */
async function expectWhole(witness: StoreUnderTest['witness'], { scope, tree, conversationId }: World): Promise<void> {
  const messages = await witness.messages(conversationId);
  expect(messages.map((message) => message.id)).toEqual(tree.nodes.map((node) => node.id));
  const byOrdinal = new Map(messages.map((message) => [message.ordinal, message]));
  expect(byOrdinal.size).toBe(messages.length);
  for (const message of messages) {
    expect(message.ownerId).toBe(scope.ownerId);
    expect(message.parentOrdinal).toBeLessThan(message.ordinal);
    expect(byOrdinal.get(message.parentOrdinal)?.id ?? null).toBe(message.parentId);
  }
}

export function randomTreesContract(makePlace: PlaceFactory): void {
  describe('random trees', () => {
    const store = useStore(makePlace);

    test(
      'after any steps every branch is what a naive model says, with no orphan, cycle or foreign edge',
      { timeout: 120_000 },
      async () => {
        const scopes: Scope[] = [await newPerson(store().storage), await newPerson(store().storage)];
        const property = fc.asyncProperty(fc.array(stepArbitrary, { minLength: 20, maxLength: steps, size: 'max' }), async (plan) => {
          const { storage, witness } = store();
          const worlds: World[] = scopes.map((scope) => ({ scope, tree: new NaiveTree(), conversationId: uuidv7() }));
          for (const [index, step] of plan.entries()) await applyStep(storage, worlds[index % 4 === 3 ? 1 : 0]!, step);
          for (const world of worlds) {
            if (world.tree.nodes.length === 0) continue;
            await expectSame(storage, world);
            await expectWhole(witness, world);
          }
        });
        await fc.assert(property, { numRuns: store().often(runs) });
      },
    );
  });
}
