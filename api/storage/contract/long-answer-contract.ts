import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@parley/chat-core';
import { limits, type Part } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import { continueInput, existing, newPerson, row, sendInput, settleInput } from './builders.ts';
import { openStore, type PlaceFactory, type StoreUnderTest } from './store-under-test.ts';

const escaped: Readonly<Record<string, string>> = { A: '"', B: '\\', C: '\u0000' };

/** As long as an answer may be, hard to pack, and longer than a document may be once its characters are escaped. */
const longest = randomBytes((limits.answerBytes / 4) * 3)
  .toString('base64')
  .replace(/[ABC]/g, (letter) => escaped[letter] ?? '');
const thought: Part = { type: 'reasoning', id: 'p1', text: longest };
const withText = (text: string): Part[] => [thought, { type: 'text', id: 'p2', text }];

/** A text this long is not printed when it differs. */
function expectParts(parts: readonly Part[], text: string): void {
  const [first, second] = parts as readonly { readonly text?: unknown }[];
  expect(first?.text === longest).toBe(true);
  expect(second).toMatchObject({ type: 'text', text });
  expect(parts).toHaveLength(2);
}

/** A turn whose answer is kept while it runs, taken over by another node, and cut off. */
async function interrupted({ storage }: StoreUnderTest, ada: Scope): Promise<{ conversationId: string; answerId: string }> {
  const { turn, conversation, answer } = await storage.beginTurn(ada, sendInput(null, 'Be long'));
  for (const seq of [1, 2])
    expect(await storage.checkpointTurn(ada, turn.id, 1, { seq, parts: withText('so far'), usage: null })).toBe(true);
  const taken = await storage.takeOverTurn(ada, turn.id, { epoch: 1, node: 'node-2' });
  expect(taken?.checkpoint?.seq).toBe(2);
  expectParts(taken?.checkpoint?.parts ?? [], 'so far');
  await storage.settleTurn(ada, settleInput(turn.id, { epoch: 2, status: 'interrupted', parts: withText('cut off') }));
  return { conversationId: conversation.id, answerId: answer.id };
}

export function longAnswerContract(makePlace: PlaceFactory): void {
  test('an answer of the greatest length, in the longest form, is kept as a short one is', { timeout: 180_000 }, async () => {
    expect(Buffer.byteLength(JSON.stringify(longest))).toBeGreaterThan(16_777_216 * 1.05);
    const store = await openStore(makePlace);
    try {
      const { storage, witness } = store;
      const pieces = async (): Promise<number> => (await witness.pieces?.()) ?? 0;
      const ada = await newPerson(storage);
      const { conversationId: id, answerId } = await interrupted(store, ada);
      const ofOne = await pieces();
      const answer = await existing(storage, ada, id, answerId);
      expectParts(answer.parts, 'cut off');

      const more = await storage.beginTurn(ada, continueInput(answer));
      expectParts(more.answer.parts, 'cut off');
      await storage.settleTurn(ada, settleInput(more.turn.id, { parts: withText('whole') }));
      expectParts(
        row(row((await storage.editText(ada, id, answerId, 'edited', 9)) as object | string) as { parts: Part[] }).parts,
        'edited',
      );
      const page = row(await storage.readBranch(ada, id, { limit: 10 }));
      expectParts((page.messages[1] as { parts: Part[] }).parts, 'edited');
      expect(await pieces()).toBe(ofOne);

      const copy = row(await storage.copyConversation(ada, id, { newId: uuidv7(), title: 'Copy', now: 1 }));
      const [, copied] = row(await storage.readBranch(ada, copy.id, { limit: 10 })).messages;
      expectParts((copied as { parts: Part[] }).parts, 'edited');
      await storage.deleteSubtree(ada, id, answerId, 50);
      await storage.setDeleted(ada, copy.id, 50);
      await storage.purge(100, 10);
      expect(await witness.has('messages', answerId)).toBe(false);
      expect(await witness.messages(copy.id)).toEqual([]);
      expect(await pieces()).toBe(0);
    } finally {
      await store.close();
    }
  });
}
