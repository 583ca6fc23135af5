import { describe, expect, test } from 'vitest';
import { exchange, newPerson, row } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function damageContract(makePlace: PlaceFactory): void {
  describe('damaged rows', () => {
    const store = useStore(makePlace);

    test('a message that cannot be read is one damaged item in its branch, and is left as it is', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      await witness.damage('messages', one.answer.id);
      const page = row(await storage.readBranch(ada, id, { limit: 10 }));
      expect(page.messages).toMatchObject([
        { id: one.userMessage!.id },
        { type: 'damaged', id: one.answer.id },
        { id: two.userMessage!.id },
        { id: two.answer.id },
      ]);
      const stored = await witness.storedParts(one.answer.id);
      await expect(storage.getMessage(ada, id, one.answer.id)).rejects.toThrow();
      await expect(storage.editText(ada, id, one.answer.id, 'x', 1)).rejects.toThrow();
      expect(await witness.storedParts(one.answer.id)).toBe(stored);
      await exchange(storage, ada, one.answer.id, 'Still usable', { conversationId: id });
    });

    test('a conversation that cannot be read is one damaged item in lists, and its messages still open', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One', { now: 1 });
      const two = await exchange(storage, ada, null, 'Two', { now: 2 });
      await witness.damage('conversations', one.conversation.id);
      const damaged = { type: 'damaged', id: one.conversation.id };
      const list = await storage.listConversations(ada, { show: 'active', limit: 10 });
      expect(list.rows).toMatchObject([{ id: two.conversation.id }, damaged]);
      expect((await storage.readChanges(ada, 0, 10)).rows).toMatchObject([damaged, { id: two.conversation.id }]);
      expect(await storage.readBranch(ada, one.conversation.id, { limit: 10 })).toMatchObject({ messages: { length: 2 } });
    });
  });
}
