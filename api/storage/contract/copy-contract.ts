import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { branchIds, exchange, newPerson, regenerateInput, row, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function copyContract(makePlace: PlaceFactory): void {
  describe('copying a conversation', () => {
    const store = useStore(makePlace);

    test('takes the path to a message, with fresh ids and ordinals, and leaves the original as it is', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One', { create: { title: 'Original', settings: { temperature: 1 } } });
      const { id } = one.conversation;
      await exchange(storage, ada, null, 'Another root', { conversationId: id });
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      await exchange(storage, ada, two.answer.id, 'Three', { conversationId: id });
      const before = await witness.messages(id);

      const newId = uuidv7();
      const copy = row(await storage.copyConversation(ada, id, { newId, upToMessageId: two.answer.id, title: 'Copy', now: 5_000 }));
      expect(copy).toMatchObject({
        id: newId,
        title: 'Copy',
        settings: { temperature: 1 },
        createdAt: 5_000,
        activityAt: 5_000,
        lastOrdinal: 4,
      });
      const page = row(await storage.readBranch(ada, newId, { limit: 10 }));
      expect(page.leafId).toBe(copy.state.activeLeafId);
      expect(page.messages).toMatchObject([
        { ordinal: 1, parentId: null, parts: [{ text: 'One' }], turnId: null, conversationId: newId },
        { ordinal: 2, parentOrdinal: 1, role: 'assistant', status: 'done', model: one.answer.model },
        { ordinal: 3, parentOrdinal: 2, parts: [{ text: 'Two' }] },
        { ordinal: 4, parentOrdinal: 3, parts: [{ text: 'An answer.' }] },
      ]);
      const originals = new Set(before.map((message) => message.id));
      expect(page.messages.filter((message) => originals.has(message.id))).toEqual([]);
      expect(await witness.messages(id)).toEqual(before);
    });

    test('takes the whole tree without what is deleted and goes to the copy of the active leaf', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const other = await exchange(storage, ada, null, 'Other root', { conversationId: id });
      await exchange(storage, ada, other.answer.id, 'Deleted', { conversationId: id });
      const gone = await exchange(storage, ada, one.answer.id, 'Deleted too', { conversationId: id });
      await exchange(storage, ada, gone.answer.id, 'Below', { conversationId: id });
      await storage.deleteSubtree(ada, id, gone.userMessage!.id, 9);
      await storage.selectMessage(ada, id, one.userMessage!.id);
      const copy = row(await storage.copyConversation(ada, id, { newId: uuidv7(), title: 'Copy', now: 5_000 }));
      expect(copy.lastOrdinal).toBe(6);
      const page = row(await storage.readBranch(ada, copy.id, { limit: 10 }));
      expect(page.messages.map((message) => ('parts' in message ? message.parts[0] : null))).toMatchObject([
        { text: 'One' },
        { text: 'An answer.' },
      ]);
      expect(page.messages[0]).toMatchObject({ siblings: { length: 2 } });
    });

    test('unfinished answers become interrupted and queued turns are left out', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const running = await storage.beginTurn(ada, sendInput(null, 'Running'));
      const { id } = running.conversation;
      const queued = await storage.beginTurn(ada, sendInput(running.answer.id, 'Queued', { conversationId: id }));
      const copy = row(await storage.copyConversation(ada, id, { newId: uuidv7(), title: 'Copy', now: 1 }));
      expect(copy).toMatchObject({ lastOrdinal: 2, runningTurns: 0 });
      const page = row(await storage.readBranch(ada, copy.id, { limit: 10 }));
      expect(page.messages.at(-1)).toMatchObject({ status: 'interrupted', stopReason: 'interrupted', id: copy.state.activeLeafId });
      const branch = row(
        await storage.copyConversation(ada, id, { newId: uuidv7(), upToMessageId: queued.answer.id, title: 'Branch', now: 1 }),
      );
      expect(await witness.messages(branch.id)).toHaveLength(2);
      expect(await branchIds(storage, ada, branch.id)).toHaveLength(2);
    });

    test('the same id answers the first copy; any other use of an id is taken', async () => {
      const { storage, witness } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const one = await exchange(storage, ada, null, 'One');
      const theirs = await exchange(storage, eve, null, 'Theirs');
      const input = { newId: uuidv7(), title: 'Copy', now: 5_000 };
      const copies = await Promise.all(Array.from({ length: 5 }, () => storage.copyConversation(ada, one.conversation.id, input)));
      for (const copy of copies) expect(copy).toEqual(copies[0]);
      expect(await witness.messages(input.newId)).toHaveLength(2);
      expect(await storage.copyConversation(ada, one.conversation.id, { ...input, newId: one.conversation.id })).toBe('taken');
      expect(await storage.copyConversation(ada, one.conversation.id, { ...input, newId: theirs.conversation.id })).toBe('taken');
      expect(await storage.copyConversation(eve, theirs.conversation.id, input)).toBe('taken');
    });

    test('names what is not there', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const other = await exchange(storage, ada, null, 'Other');
      const input = { newId: uuidv7(), title: 'Copy', now: 1 };
      const { id } = one.conversation;
      expect(await storage.copyConversation(ada, uuidv7(), input)).toBeNull();
      expect(await storage.copyConversation(ada, id, { ...input, upToMessageId: uuidv7() })).toBe('no-message');
      expect(await storage.copyConversation(ada, id, { ...input, upToMessageId: other.answer.id })).toBe('no-message');
      await storage.deleteSubtree(ada, id, one.userMessage!.id, 9);
      expect(await storage.copyConversation(ada, id, { ...input, upToMessageId: one.answer.id })).toBe('no-message');
      expect(await storage.getConversation(ada, input.newId)).toBeNull();
    });

    test('a copy goes on like any conversation', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const copy = row(await storage.copyConversation(ada, one.conversation.id, { newId: uuidv7(), title: 'Copy', now: 1 }));
      const [question] = await branchIds(storage, ada, copy.id);
      const again = await storage.beginTurn(ada, regenerateInput(copy.id, question!));
      await storage.settleTurn(ada, settleInput(again.turn.id));
      expect(again.answer).toMatchObject({ ordinal: 3, siblings: { length: 2 } });
    });
  });
}
