import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { branchIds, exchange, existing, newPerson, regenerateInput, sendInput, settleInput, textParts } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function turnsContract(makePlace: PlaceFactory): void {
  describe('turns', () => {
    const store = useStore(makePlace);

    test('a send keeps the message, the pending answer and the turn in one step', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Hello', {
        create: { title: 'Hello', settings: { instructions: 'Be brief.', temperature: 0.2 } },
        settings: { temperature: 0.9 },
      });
      const begun = await storage.beginTurn(ada, input);
      expect(begun).toMatchObject({
        fresh: true,
        userMessage: {
          id: input.userMessage!.id,
          ordinal: 1,
          role: 'user',
          status: 'done',
          parts: textParts('Hello'),
          turnId: input.turnId,
        },
        answer: {
          id: input.answerId,
          parentId: input.userMessage!.id,
          ordinal: 2,
          parentOrdinal: 1,
          role: 'assistant',
          status: 'running',
          parts: [],
          model: input.model,
          turnId: input.turnId,
          siblings: [input.answerId],
        },
      });
      expect(begun.turn).toEqual({
        id: input.turnId,
        ownerId: ada.ownerId,
        conversationId: input.conversationId,
        answerId: input.answerId,
        userMessageId: input.userMessage!.id,
        kind: 'send',
        status: 'running',
        model: input.model,
        settings: { instructions: 'Be brief.', temperature: 0.9 },
        ownerNode: 'node-1',
        epoch: 1,
        stopReason: null,
        error: null,
        createdAt: input.now,
        endedAt: null,
      });
      expect(await storage.getTurn(ada, input.turnId)).toEqual(begun.turn);
      expect(await witness.messages(input.conversationId)).toMatchObject([
        { id: input.userMessage!.id, ordinal: 1, ownerId: ada.ownerId },
        { id: input.answerId, ordinal: 2, parentOrdinal: 1 },
      ]);
      expect(await witness.has('turns', input.turnId)).toBe(true);
    });

    test('the same request answers the first result again, at any later state; another body is a mismatch', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Hello');
      const begun = await storage.beginTurn(ada, input);
      expect(await storage.beginTurn(ada, input)).toEqual({ ...begun, fresh: false });
      await expect(storage.beginTurn(ada, { ...input, digest: 'other' })).rejects.toMatchObject({ code: 'turn.mismatch' });
      await storage.settleTurn(ada, settleInput(input.turnId));
      const again = await storage.beginTurn(ada, { ...input, runningCap: 0 });
      expect(again).toMatchObject({
        fresh: false,
        turn: { status: 'done' },
        answer: { parts: textParts('An answer.') },
        conversation: { runningTurns: 0 },
      });
      expect(await witness.messages(input.conversationId)).toHaveLength(2);
    });

    test("another person's turn id is refused and tells nothing", async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const input = sendInput(null, 'Hello');
      await storage.beginTurn(ada, input);
      const theirs = sendInput(null, 'Hello', { turnId: input.turnId, digest: input.digest });
      await expect(storage.beginTurn(eve, theirs)).rejects.toMatchObject({ code: 'turn.mismatch', params: undefined });
      expect(await storage.getConversation(eve, theirs.conversationId)).toBeNull();
    });

    test('refuses by name what cannot begin and then keeps nothing of it', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const eve = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const theirs = await exchange(storage, eve, null, 'Theirs');
      const conversationId = one.conversation.id;
      const [question, answer] = [one.userMessage!.id, one.answer.id];
      const refusals: [string, Parameters<typeof storage.beginTurn>[1]][] = [
        ['conversation.not-found', sendInput(null, 'x', { conversationId: uuidv7() })],
        ['conversation.not-found', sendInput(null, 'x', { conversationId: theirs.conversation.id })],
        ['conversation.id-taken', sendInput(null, 'x', { conversationId, create: { title: 'x', settings: {} } })],
        ['conversation.id-taken', sendInput(null, 'x', { conversationId: theirs.conversation.id, create: { title: 'x', settings: {} } })],
        ['message.not-found', sendInput(uuidv7(), 'x', { conversationId })],
        ['message.not-found', sendInput(theirs.answer.id, 'x', { conversationId })],
        ['message.not-found', sendInput(answer, 'x')],
        ['message.not-found', regenerateInput(conversationId, uuidv7())],
        ['message.id-taken', sendInput(answer, 'x', { conversationId, answerId: answer })],
        ['message.id-taken', sendInput(answer, 'x', { conversationId, userMessage: { id: theirs.answer.id, parts: [] } })],
        [
          'message.id-taken',
          sendInput(answer, 'x', { conversationId, answerId: conversationId, userMessage: { id: conversationId, parts: [] } }),
        ],
        ['turn.wrong-parent', sendInput(question, 'x', { conversationId })],
        ['turn.wrong-parent', regenerateInput(conversationId, answer)],
        ['turn.too-many-running', sendInput(answer, 'x', { conversationId, runningCap: 0 })],
      ];
      const before = [await storage.getConversation(ada, conversationId), await witness.count('messages'), await witness.count('turns')];
      for (const [code, input] of refusals) {
        await expect(storage.beginTurn(ada, input), code).rejects.toMatchObject({ name: 'RequestError', code });
        expect(await storage.getTurn(ada, input.turnId)).toBeNull();
      }
      expect([await storage.getConversation(ada, conversationId), await witness.count('messages'), await witness.count('turns')]).toEqual(
        before,
      );
    });

    test('a regeneration is another answer to the same question, refused while one is being written', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await storage.beginTurn(ada, sendInput(null, 'One'));
      const { id } = one.conversation;
      await expect(storage.beginTurn(ada, regenerateInput(id, one.userMessage!.id))).rejects.toMatchObject({ code: 'message.busy' });
      await storage.settleTurn(ada, settleInput(one.turn.id));
      const again = await storage.beginTurn(ada, regenerateInput(id, one.userMessage!.id, { leavingId: one.answer.id }));
      expect(again).toMatchObject({ userMessage: null, turn: { kind: 'regenerate', userMessageId: null, status: 'running' } });
      expect(again.answer).toMatchObject({ ordinal: 3, parentOrdinal: 1, siblings: [one.answer.id, again.answer.id] });
      expect(again.conversation.state.activeLeafId).toBe(again.answer.id);
      expect(await branchIds(storage, ada, id)).toEqual([one.userMessage!.id, again.answer.id]);
    });

    test('settling stores the answer and ends the turn once', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const begun = await storage.beginTurn(ada, sendInput(null, 'One'));
      const error = { code: 'provider.failed', message: 'It broke.', params: { status: 500 } };
      const input = settleInput(begun.turn.id, { status: 'failed', error, usage: { inputTokens: 3 }, parts: textParts('Half'), now: 321 });
      const settled = await storage.settleTurn(ada, input);
      expect(settled).toMatchObject({
        fresh: true,
        next: null,
        turn: { status: 'failed', stopReason: 'error', error, endedAt: 321 },
        conversation: { runningTurns: 0, rev: begun.conversation.rev + 1, activityAt: begun.conversation.activityAt },
      });
      expect(await storage.getTurn(ada, begun.turn.id)).toEqual(settled.turn);
      const answer = { status: 'failed', stopReason: 'error', error, usage: { inputTokens: 3 }, parts: textParts('Half') };
      expect(await existing(storage, ada, begun.conversation.id, begun.answer.id)).toMatchObject(answer);

      const late = settleInput(begun.turn.id, { parts: textParts('Other'), epoch: 99 });
      expect(await storage.settleTurn(ada, late)).toEqual({ ...settled, fresh: false });
      expect(await existing(storage, ada, begun.conversation.id, begun.answer.id)).toMatchObject(answer);
    });

    test('an answer names the model that gave it, where that is another than was asked', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [asked, other] = [sendInput(null, 'Hello'), sendInput(null, 'Hello again')];
      for (const input of [asked, other]) await storage.beginTurn(ada, input);
      await storage.settleTurn(ada, settleInput(asked.turnId));
      await storage.settleTurn(ada, settleInput(other.turnId, { model: { endpoint: 'other', id: 'other-1' } }));
      expect(await storage.getMessage(ada, asked.conversationId, asked.answerId)).toMatchObject({ model: asked.model });
      expect(await storage.getMessage(ada, other.conversationId, other.answerId)).toMatchObject({
        model: { endpoint: 'other', id: 'other-1' },
      });
      expect(await storage.getTurn(ada, other.turnId)).toMatchObject({ model: other.model });
    });

    test('a settle of another epoch or of an unknown turn is refused and changes nothing', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const begun = await storage.beginTurn(ada, sendInput(null, 'One'));
      for (const epoch of [0, 2]) {
        await expect(storage.settleTurn(ada, settleInput(begun.turn.id, { epoch }))).rejects.toMatchObject({ code: 'turn.stale-epoch' });
      }
      await expect(storage.settleTurn(ada, settleInput(uuidv7()))).rejects.toMatchObject({ code: 'turn.not-found' });
      expect(await storage.getTurn(ada, begun.turn.id)).toEqual(begun.turn);
    });

    test('no more turns run at once than the cap allows, over all conversations of the owner', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const first = await storage.beginTurn(ada, sendInput(null, 'One', { runningCap: 2 }));
      await storage.beginTurn(ada, sendInput(null, 'Two', { runningCap: 2 }));
      const third = sendInput(null, 'Three', { runningCap: 2 });
      await expect(storage.beginTurn(ada, third)).rejects.toMatchObject({ code: 'turn.too-many-running' });
      await storage.beginTurn(eve, sendInput(null, 'Hers', { runningCap: 1 }));
      await storage.settleTurn(ada, settleInput(first.turn.id));
      expect(await storage.beginTurn(ada, third)).toMatchObject({ fresh: true });
    });

    test('active turns are listed oldest first, running ones of everybody apart', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const one = await storage.beginTurn(ada, sendInput(null, 'One', { now: 30 }));
      const queued = await storage.beginTurn(ada, sendInput(one.answer.id, 'Two', { conversationId: one.conversation.id, now: 20 }));
      const other = await storage.beginTurn(ada, sendInput(null, 'Three', { now: 10 }));
      const hers = await storage.beginTurn(eve, sendInput(null, 'Hers'));
      expect((await storage.listActiveTurns(ada)).map((turn) => turn.id)).toEqual([one.turn.id, queued.turn.id, other.turn.id]);
      const unfinished = (await storage.listOrphanedTurns([])).map((turn) => turn.id);
      expect(unfinished).toEqual(expect.arrayContaining([one.turn.id, other.turn.id, hers.turn.id]));
      expect(unfinished).not.toContain(queued.turn.id);
      await storage.settleTurn(ada, settleInput(other.turn.id));
      expect((await storage.listActiveTurns(ada)).map((turn) => turn.id)).toEqual([one.turn.id, queued.turn.id]);
      expect(await storage.getTurn(ada, uuidv7())).toBeNull();
    });
  });
}
