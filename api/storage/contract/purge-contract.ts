import { describe, expect, test } from 'vitest';
import { branchIds, exchange, line, newPerson, sendInput } from './builders.ts';
import { openStore, useStore, type PlaceFactory } from './store-under-test.ts';

export function purgeContract(makePlace: PlaceFactory): void {
  describe('purging', () => {
    const store = useStore(makePlace);

    test('removes for good what was deleted before the time, and leaves a tombstone', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const old = await exchange(storage, ada, null, 'Old');
      const recent = await exchange(storage, ada, null, 'Recent');
      await storage.setDeleted(ada, old.conversation.id, 100);
      const deleted = await storage.setDeleted(ada, recent.conversation.id, 200);
      const gone = await storage.purge(200, 10);
      expect(gone).toEqual([{ ownerId: ada.ownerId, conversationId: old.conversation.id, rev: deleted!.rev + 1 }]);
      expect(await storage.getConversation(ada, old.conversation.id)).toBeNull();
      expect(await witness.messages(old.conversation.id)).toEqual([]);
      expect(await witness.has('turns', old.turn.id)).toBe(false);
      expect(await witness.has('conversations', recent.conversation.id)).toBe(true);
      expect(await storage.readChanges(ada, deleted!.rev, 10)).toMatchObject({ gone: [old.conversation.id], rows: [] });
    });

    test('never gives a purged id again', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Old');
      const other = await exchange(storage, ada, null, 'Other');
      await storage.beginTurn(ada, input);
      await storage.setDeleted(ada, input.conversationId, 100);
      await storage.purge(200, 10);
      const again = sendInput(null, 'New', { conversationId: input.conversationId, create: { title: 'x', settings: {} } });
      await expect(storage.beginTurn(ada, again)).rejects.toMatchObject({ code: 'conversation.id-taken' });
      await expect(storage.beginTurn(ada, input)).rejects.toMatchObject({ code: 'turn.mismatch' });
      const copy = { newId: input.conversationId, title: 'x', now: 1 };
      expect(await storage.copyConversation(ada, other.conversation.id, copy)).toBe('taken');
    });

    test('takes at most so many at a time', async () => {
      const fresh = await openStore(makePlace);
      try {
        const ada = await newPerson(fresh.storage);
        for (let index = 0; index < 5; index += 1) {
          const { conversation } = await exchange(fresh.storage, ada, null, `Talk ${index}`);
          await fresh.storage.setDeleted(ada, conversation.id, 100 + index);
        }
        expect(await fresh.storage.purge(1_000, 2)).toHaveLength(2);
        expect(await fresh.storage.purge(1_000, 2)).toHaveLength(2);
        expect(await fresh.storage.purge(1_000, 2)).toHaveLength(1);
        expect(await fresh.storage.purge(1_000, 2)).toEqual([]);
        expect(await fresh.witness.count('messages')).toBe(0);
      } finally {
        await fresh.close();
      }
    });

    test('removes deleted subtrees and leaves the rest of the conversation', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      const three = await exchange(storage, ada, two.answer.id, 'Three', { conversationId: id });
      await storage.deleteSubtree(ada, id, three.userMessage!.id, 50);
      await storage.deleteSubtree(ada, id, two.userMessage!.id, 100);
      expect(await storage.purge(200, 10)).toEqual([]);
      expect((await witness.messages(id)).map((message) => message.id)).toEqual([one.userMessage!.id, one.answer.id]);
      expect(await branchIds(storage, ada, id)).toEqual([one.userMessage!.id, one.answer.id]);
      expect(await storage.restoreSubtree(ada, id, two.userMessage!.id)).toBe('no-message');
      const next = await exchange(storage, ada, one.answer.id, 'Next', { conversationId: id });
      expect(next.answer.ordinal).toBeGreaterThan(three.answer.ordinal);
    });

    test('takes a line of thousands of messages', async () => {
      const { storage, witness, large } = store();
      const ada = await newPerson(storage);
      const { conversationId } = await line(storage, ada, large(1_500));
      await storage.setDeleted(ada, conversationId, 100);
      expect(await storage.purge(200, 10)).toHaveLength(1);
      expect(await witness.messages(conversationId)).toEqual([]);
    });
  });
}
