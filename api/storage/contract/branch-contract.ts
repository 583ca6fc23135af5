import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { BranchPage } from '../ports/messages.ts';
import { branchIds, exchange, line, newPerson, regenerateInput, row, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function branchContract(makePlace: PlaceFactory): void {
  describe('reading a branch', () => {
    const store = useStore(makePlace);

    test('comes oldest first, in pages from the leaf upwards that join without gap or repeat', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, inputs } = await line(storage, ada, 13);
      const wanted = inputs.flatMap((input) => [input.userMessage!.id, input.answerId]);
      const read: string[] = [];
      let beforeId: string | null = null;
      do {
        const page: BranchPage = row(
          await storage.readBranch(ada, conversationId, { limit: 7, ...(beforeId === null ? {} : { beforeId }) }),
        );
        expect(page.leafId).toBe(wanted.at(-1));
        read.unshift(...page.messages.map((message) => message.id));
        beforeId = page.earlier;
      } while (beforeId !== null);
      expect(read).toEqual(wanted);
      expect(await storage.readBranch(ada, conversationId, { limit: 5, beforeId: wanted[0]! })).toMatchObject({
        messages: [],
        earlier: null,
      });
    });

    test('begins at the leaf asked for, also where it is none, and shows the versions at each place', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const again = await storage.beginTurn(ada, regenerateInput(id, one.userMessage!.id));
      await storage.settleTurn(ada, settleInput(again.turn.id));
      const gone = await storage.beginTurn(ada, regenerateInput(id, one.userMessage!.id));
      await storage.settleTurn(ada, settleInput(gone.turn.id));
      await storage.deleteSubtree(ada, id, gone.answer.id, 9);
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      const page = row(await storage.readBranch(ada, id, { limit: 10, leafId: one.answer.id }));
      expect(page.leafId).toBe(one.answer.id);
      expect(page.messages).toMatchObject([
        { id: one.userMessage!.id, siblings: [one.userMessage!.id] },
        { id: one.answer.id, siblings: [one.answer.id, again.answer.id] },
      ]);
      expect(await branchIds(storage, ada, id)).toEqual([one.userMessage!.id, one.answer.id, two.userMessage!.id, two.answer.id]);
    });

    test('ends above what is deleted', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId: id, inputs } = await line(storage, ada, 6);
      const [first, second, third] = inputs;
      await storage.deleteSubtree(ada, id, inputs[4]!.answerId, 9);
      await storage.deleteSubtree(ada, id, second!.answerId, 9);
      const hidden = row(await storage.readBranch(ada, id, { limit: 3, leafId: inputs.at(-1)!.answerId }));
      expect(hidden.leafId).toBe(second!.userMessage!.id);
      expect(hidden.messages.map((message) => message.id)).toEqual([first!.userMessage!.id, first!.answerId, second!.userMessage!.id]);
      const above = row(await storage.readBranch(ada, id, { limit: 2, leafId: inputs.at(-1)!.answerId, beforeId: third!.answerId }));
      expect(above.messages.map((message) => message.id)).toEqual([first!.answerId, second!.userMessage!.id]);
      expect(above.earlier).toBe(first!.answerId);
      await storage.deleteSubtree(ada, id, first!.userMessage!.id, 9);
      expect(await storage.readBranch(ada, id, { limit: 3, leafId: inputs.at(-1)!.answerId })).toMatchObject({
        leafId: null,
        messages: [],
      });
    });

    test('names what is not there', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const other = await exchange(storage, ada, null, 'Other');
      const { id } = one.conversation;
      expect(await storage.readBranch(ada, uuidv7(), { limit: 5 })).toBeNull();
      for (const messageId of [uuidv7(), other.answer.id]) {
        expect(await storage.readBranch(ada, id, { limit: 5, leafId: messageId })).toBe('no-message');
        expect(await storage.readBranch(ada, id, { limit: 5, beforeId: messageId })).toBe('no-message');
        expect(await storage.getMessage(ada, id, messageId)).toBe('no-message');
      }
    });
  });
}
