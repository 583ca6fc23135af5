import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { exchange, newPerson, row, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function conversationsContract(makePlace: PlaceFactory): void {
  describe('conversations', () => {
    const store = useStore(makePlace);

    test('a conversation begins with its first turn', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Hello', { create: { title: 'Hello', settings: { temperature: 0.5 } }, now: 77 });
      const { conversation } = await storage.beginTurn(ada, input);
      expect(conversation).toEqual({
        id: input.conversationId,
        ownerId: ada.ownerId,
        title: 'Hello',
        titleSource: 'local',
        settings: { temperature: 0.5 },
        createdAt: 77,
        activityAt: 77,
        deletedAt: null,
        lastOrdinal: 2,
        rev: expect.any(Number) as number,
        runningTurns: 1,
        state: { activeLeafId: input.answerId, readOrdinal: 0, pinned: false, archived: false, draft: '' },
      });
      expect(await storage.getConversation(ada, input.conversationId)).toEqual(conversation);
      expect(await storage.getConversation(ada, uuidv7())).toBeNull();
    });

    test("a model's or local title never replaces a person's, and the settings beside it are still set", async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation } = await exchange(storage, ada, null, 'Hello');
      const { id } = conversation;
      expect(await storage.updateConversation(ada, id, { title: 'Model', titleSource: 'model' })).toMatchObject({
        title: 'Model',
        titleSource: 'model',
      });
      expect(await storage.updateConversation(ada, id, { title: 'Mine', titleSource: 'user' })).toMatchObject({
        title: 'Mine',
        titleSource: 'user',
      });
      for (const titleSource of ['model', 'local'] as const) {
        const kept = await storage.updateConversation(ada, id, { title: 'Theirs', titleSource, settings: { temperature: 1 } });
        expect(kept).toMatchObject({ title: 'Mine', titleSource: 'user', settings: { temperature: 1 } });
      }
      expect(await storage.updateConversation(ada, id, { title: 'Mine too', titleSource: 'user' })).toMatchObject({ title: 'Mine too' });
      expect(await storage.updateConversation(ada, uuidv7(), { title: 'x', titleSource: 'user' })).toBeNull();
    });

    test('a dropped title changes nothing, not even the rev', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation } = await exchange(storage, ada, null, 'Hello');
      const mine = row(await storage.updateConversation(ada, conversation.id, { title: 'Mine', titleSource: 'user' }));
      expect(await storage.updateConversation(ada, conversation.id, { title: 'Theirs', titleSource: 'model' })).toEqual(mine);
      expect((await storage.readChanges(ada, mine.rev, 10)).rows).toEqual([]);
    });

    test('what a person keeps about a conversation changes field by field, and the read mark only grows', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation } = await exchange(storage, ada, null, 'Hello');
      const { id } = conversation;
      await storage.updateState(ada, id, { pinned: true });
      await storage.updateState(ada, id, { draft: 'half a thought', readOrdinal: 2 });
      const state = {
        activeLeafId: conversation.state.activeLeafId,
        pinned: true,
        archived: false,
        draft: 'half a thought',
        readOrdinal: 2,
      };
      expect(await storage.updateState(ada, id, { readOrdinal: 1 })).toMatchObject({ state });
      expect(await storage.updateState(ada, id, { archived: true })).toMatchObject({ state: { ...state, archived: true } });
      expect(await storage.updateState(ada, uuidv7(), { pinned: true })).toBeNull();
    });

    test('deleting and restoring again changes nothing and answers the row', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation } = await exchange(storage, ada, null, 'Hello');
      const deleted = row(await storage.setDeleted(ada, conversation.id, 500));
      expect(deleted).toMatchObject({ deletedAt: 500 });
      expect(await storage.setDeleted(ada, conversation.id, 900)).toEqual(deleted);
      const restored = row(await storage.setDeleted(ada, conversation.id, null));
      expect(restored).toMatchObject({ deletedAt: null, rev: deleted.rev + 1 });
      expect(await storage.setDeleted(ada, conversation.id, null)).toEqual(restored);
      expect(await storage.setDeleted(ada, uuidv7(), 1)).toBeNull();
    });

    test('a conversation in the bin takes no new turn until it is restored', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation, answer } = await exchange(storage, ada, null, 'Hello');
      await storage.setDeleted(ada, conversation.id, 500);
      const next = sendInput(answer.id, 'More', { conversationId: conversation.id });
      await expect(storage.beginTurn(ada, next)).rejects.toMatchObject({ code: 'conversation.not-found' });
      await storage.setDeleted(ada, conversation.id, null);
      expect(await storage.beginTurn(ada, next)).toMatchObject({ fresh: true });
    });

    test('every change gives the row the next rev of its owner', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const begun = await storage.beginTurn(ada, sendInput(null, 'Hello'));
      const { id } = begun.conversation;
      const revs = [begun.conversation.rev];
      const note = (answer: { rev: number } | string | null): void => void revs.push(row(answer as { rev: number }).rev);
      note((await storage.settleTurn(ada, settleInput(begun.turn.id))).conversation);
      note(await storage.updateConversation(ada, id, { title: 'x', titleSource: 'user' }));
      note(await storage.updateState(ada, id, { pinned: true }));
      note(await storage.setDeleted(ada, id, 9));
      note(await storage.setDeleted(ada, id, null));
      await storage.editText(ada, id, begun.answer.id, 'Edited', 10);
      note(await storage.getConversation(ada, id));
      note(await storage.selectMessage(ada, id, begun.answer.id));
      note(await storage.deleteSubtree(ada, id, begun.answer.id, 11));
      note(await storage.restoreSubtree(ada, id, begun.answer.id));
      expect(revs).toEqual(revs.map((_, index) => revs[0]! + index));
      expect((await storage.readChanges(ada, 0, 10)).rev).toBe(revs.at(-1));
    });
  });
}
