import { uuidv7 } from '@parley/chat-core';
import type { Part } from '@parley/contracts';
import { describe, expect, test } from 'vitest';
import { branchIds, exchange, existing, newPerson, regenerateInput, row, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

const awkward = 'NUL \u0000, a lone \ud83d, 𝄞, "quotes"\n\u2028';

export function messagesContract(makePlace: PlaceFactory): void {
  describe('messages', () => {
    const store = useStore(makePlace);

    test('a message is kept as it was written, unknown parts and awkward characters included', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const parts: Part[] = [
        { type: 'text', id: 'p1', text: awkward },
        { type: 'hologram', id: 'p2', beam: { colour: 'blue' } },
      ];
      const input = sendInput(null, 'x', { userMessage: { id: uuidv7(), parts } });
      await storage.beginTurn(ada, input);
      const message = await existing(storage, ada, input.conversationId, input.userMessage!.id);
      expect(message).toEqual({
        id: input.userMessage!.id,
        conversationId: input.conversationId,
        parentId: null,
        ordinal: 1,
        parentOrdinal: 0,
        role: 'user',
        parts,
        status: 'done',
        model: null,
        usage: null,
        stopReason: null,
        error: null,
        turnId: input.turnId,
        createdAt: input.now,
        editedAt: null,
        deletedAt: null,
        siblings: [input.userMessage!.id],
      });
      expect(await witness.has('messages', message.id)).toBe(true);
      expect(await storage.getMessage(ada, input.conversationId, uuidv7())).toBe('no-message');
      expect(await storage.getMessage(ada, uuidv7(), message.id)).toBeNull();
    });

    test('an edit replaces the first text, drops further text and keeps all else', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const begun = await storage.beginTurn(ada, sendInput(null, 'Question'));
      const parts: Part[] = [
        { type: 'reasoning', id: 'p1', text: 'Hm.' },
        { type: 'text', id: 'p2', text: 'One' },
        { type: 'source', id: 'p3', url: 'https://example.org' },
        { type: 'text', id: 'p4', text: 'Two' },
      ];
      await storage.settleTurn(ada, settleInput(begun.turn.id, { parts }));
      const edited = await storage.editText(ada, begun.conversation.id, begun.answer.id, 'Better', 99);
      expect(edited).toMatchObject({ editedAt: 99, status: 'done', parts: [parts[0], { ...parts[1], text: 'Better' }, parts[2]] });
      expect(await existing(storage, ada, begun.conversation.id, begun.answer.id)).toEqual(edited);
    });

    test('an edit of a message without text gives it one', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const begun = await storage.beginTurn(ada, sendInput(null, 'Question'));
      const parts: Part[] = [{ type: 'reasoning', id: 'p2', text: 'Hm.' }];
      await storage.settleTurn(ada, settleInput(begun.turn.id, { parts }));
      const edited = row((await storage.editText(ada, begun.conversation.id, begun.answer.id, 'Text', 99)) as object | string) as {
        parts: Part[];
      };
      expect(edited.parts).toMatchObject([parts[0], { type: 'text', text: 'Text' }]);
      expect(new Set(edited.parts.map((part) => part.id)).size).toBe(2);
    });

    test('an edit is refused while a turn writes the message and when it is not there', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation, answer, userMessage } = await storage.beginTurn(ada, sendInput(null, 'Question'));
      expect(await storage.editText(ada, conversation.id, answer.id, 'x', 1)).toBe('busy');
      expect(await storage.editText(ada, conversation.id, uuidv7(), 'x', 1)).toBe('no-message');
      expect(await storage.editText(ada, uuidv7(), answer.id, 'x', 1)).toBeNull();
      expect(await storage.editText(ada, conversation.id, userMessage!.id, 'Asked otherwise', 1)).toMatchObject({
        parts: [{ text: 'Asked otherwise' }],
      });
    });

    test('deleting hides a message and all below it and can be undone', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      const deleted = row(await storage.deleteSubtree(ada, id, two.userMessage!.id, 50));
      expect(deleted.state.activeLeafId).toBe(one.answer.id);
      for (const hidden of [two.userMessage!.id, two.answer.id]) {
        expect(await storage.getMessage(ada, id, hidden)).toBe('no-message');
        expect(await storage.editText(ada, id, hidden, 'x', 1)).toBe('no-message');
        expect(await storage.selectMessage(ada, id, hidden)).toBe('no-message');
      }
      expect(await storage.deleteSubtree(ada, id, two.userMessage!.id, 60)).toEqual(deleted);
      expect(await storage.deleteSubtree(ada, id, two.answer.id, 60)).toBe('no-message');
      await expect(storage.beginTurn(ada, sendInput(two.answer.id, 'x', { conversationId: id }))).rejects.toMatchObject({
        code: 'message.not-found',
      });

      const restored = row(await storage.restoreSubtree(ada, id, two.userMessage!.id));
      expect(restored.state.activeLeafId).toBe(two.answer.id);
      expect(await storage.restoreSubtree(ada, id, two.userMessage!.id)).toEqual(restored);
      expect(await branchIds(storage, ada, id)).toEqual([one.userMessage!.id, one.answer.id, two.userMessage!.id, two.answer.id]);
    });

    test('answers that are compared are written at the same time, each for itself', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await storage.beginTurn(ada, sendInput(null, 'One'));
      const { id } = one.conversation;
      const question = one.userMessage!.id;
      await expect(storage.beginTurn(ada, regenerateInput(id, question))).rejects.toMatchObject({ code: 'message.busy' });
      const two = await storage.beginTurn(ada, regenerateInput(id, question, { beside: true }));
      expect(two.turn.status).toBe('running');
      expect(two.answer.siblings).toEqual([one.answer.id, two.answer.id]);
      await storage.settleTurn(ada, settleInput(one.turn.id, { status: 'failed' }));
      expect(await storage.getTurn(ada, two.turn.id)).toMatchObject({ status: 'running' });
      await storage.settleTurn(ada, settleInput(two.turn.id));
      expect(await existing(storage, ada, id, one.answer.id)).toMatchObject({ status: 'failed' });
      expect(await existing(storage, ada, id, two.answer.id)).toMatchObject({ status: 'done' });
    });

    test('the active leaf moves to the nearest older sibling, else a newer one, else the parent, and stays when it is elsewhere', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const question = one.userMessage!.id;
      const answers = [one.answer.id];
      for (let index = 0; index < 2; index += 1) {
        const again = await storage.beginTurn(ada, regenerateInput(id, question));
        await storage.settleTurn(ada, settleInput(again.turn.id));
        answers.push(again.answer.id);
      }
      const below = await exchange(storage, ada, answers[0]!, 'Below', { conversationId: id });
      const [first, second, third] = answers as [string, string, string];
      await storage.selectMessage(ada, id, third);
      const leafAfter = async (messageId: string): Promise<string | null> =>
        row(await storage.deleteSubtree(ada, id, messageId, 9)).state.activeLeafId;
      expect(await leafAfter(second)).toBe(third);
      expect(await leafAfter(third)).toBe(below.answer.id);
      await storage.restoreSubtree(ada, id, second);
      await storage.selectMessage(ada, id, first);
      expect(await leafAfter(first)).toBe(second);
      expect(await leafAfter(second)).toBe(question);
      expect(await leafAfter(question)).toBeNull();
      const page = row(await storage.readBranch(ada, id, { limit: 5 }));
      expect(page).toMatchObject({ leafId: null, messages: [], earlier: null });
    });

    test('what is deleted under a deleted message stays deleted until it is restored itself', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      await storage.deleteSubtree(ada, id, two.answer.id, 9);
      await storage.deleteSubtree(ada, id, one.answer.id, 9);
      expect(await storage.restoreSubtree(ada, id, two.answer.id)).toBe('no-message');
      expect(row(await storage.restoreSubtree(ada, id, one.answer.id)).state.activeLeafId).toBe(two.userMessage!.id);
      expect(row(await storage.restoreSubtree(ada, id, two.answer.id)).state.activeLeafId).toBe(two.answer.id);
    });

    test('deleting is refused while a turn runs at or under the message, wherever else one runs', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const running = await storage.beginTurn(ada, sendInput(one.answer.id, 'Two', { conversationId: id }));
      const elsewhere = await storage.beginTurn(ada, sendInput(null, 'Root', { conversationId: id }));
      expect((await storage.listRunningUnder(ada, id)).toSorted()).toEqual([running.turn.id, elsewhere.turn.id].toSorted());
      expect(await storage.listRunningUnder(ada, id, one.userMessage!.id)).toEqual([running.turn.id]);
      expect(await storage.listRunningUnder(ada, id, running.answer.id)).toEqual([running.turn.id]);
      expect(await storage.listRunningUnder(ada, id, uuidv7())).toEqual([]);
      expect(await storage.deleteSubtree(ada, id, one.userMessage!.id, 9)).toBe('busy');
      expect(await storage.deleteSubtree(ada, id, running.answer.id, 9)).toBe('busy');
      await storage.settleTurn(ada, settleInput(running.turn.id));
      expect(await storage.deleteSubtree(ada, id, one.userMessage!.id, 9)).toMatchObject({ runningTurns: 1 });
      expect(await storage.deleteSubtree(ada, uuidv7(), one.answer.id, 9)).toBeNull();
      expect(await storage.restoreSubtree(ada, uuidv7(), one.answer.id)).toBeNull();
    });

    test('deleting takes queued turns out of the queue and undoing it brings the words back', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const running = await storage.beginTurn(ada, sendInput(null, 'Running'));
      const { id } = running.conversation;
      const queued = await storage.beginTurn(ada, sendInput(running.answer.id, 'Queued', { conversationId: id }));
      expect(row(await storage.deleteSubtree(ada, id, queued.userMessage!.id, 9)).state.activeLeafId).toBe(running.answer.id);
      expect((await storage.listActiveTurns(ada)).map((turn) => turn.id)).toEqual([running.turn.id]);
      expect((await storage.settleTurn(ada, settleInput(running.turn.id))).next).toBeNull();
      await storage.restoreSubtree(ada, id, queued.userMessage!.id);
      expect(await existing(storage, ada, id, queued.userMessage!.id)).toMatchObject({ status: 'done', parts: [{ text: 'Queued' }] });
      expect(await existing(storage, ada, id, queued.answer.id)).toMatchObject({ status: 'stopped' });
    });
  });
}
