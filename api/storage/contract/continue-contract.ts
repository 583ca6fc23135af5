import { uuidv7 } from '@parley/chat-core';
import type { FinalStatus, StopReason } from '@parley/contracts';
import { describe, expect, test } from 'vitest';
import type { BegunTurn } from '../ports/turns.ts';
import type { Scope } from '../ports/scope.ts';
import { branchIds, continueInput, existing, newPerson, sendInput, settleInput, textParts } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function continueContract(makePlace: PlaceFactory): void {
  describe('continuing an answer', () => {
    const store = useStore(makePlace);

    async function ended(scope: Scope, status: FinalStatus, more: { stopReason?: StopReason } = {}): Promise<BegunTurn> {
      const { storage } = store();
      const begun = await storage.beginTurn(scope, sendInput(null, 'Tell me'));
      await storage.settleTurn(scope, settleInput(begun.turn.id, { status, parts: textParts('Once upon'), ...more }));
      return begun;
    }

    test.each([
      ['stopped', 'stopped'],
      ['failed', 'error'],
      ['interrupted', 'interrupted'],
      ['done', 'length'],
    ] as const)('an answer that is %s (%s) runs again and keeps its parts', async (status, stopReason) => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const first = await ended(ada, status, { stopReason });
      const rows = await witness.messages(first.conversation.id);
      const input = continueInput(first.answer, { now: 9_999 });
      const begun = await storage.beginTurn(ada, input);
      expect(begun).toMatchObject({
        fresh: true,
        userMessage: null,
        turn: { id: input.turnId, kind: 'continue', status: 'running', answerId: first.answer.id, epoch: 1 },
        answer: {
          id: first.answer.id,
          status: 'running',
          stopReason: null,
          error: null,
          turnId: input.turnId,
          parts: textParts('Once upon'),
        },
        conversation: { runningTurns: 1, state: { activeLeafId: first.answer.id }, activityAt: first.conversation.activityAt },
      });
      expect((await witness.messages(first.conversation.id)).map((message) => message.id)).toEqual(rows.map((message) => message.id));
      await storage.settleTurn(ada, settleInput(input.turnId, { parts: textParts('Once upon a time') }));
      const answer = await existing(storage, ada, first.conversation.id, first.answer.id);
      expect(answer).toMatchObject({ status: 'done', parts: textParts('Once upon a time') });
      expect(await storage.getTurn(ada, first.turn.id)).toMatchObject({ status, stopReason });
    });

    test('refuses by name what cannot be continued', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const done = await ended(ada, 'done');
      await expect(storage.beginTurn(ada, continueInput(done.answer))).rejects.toMatchObject({ code: 'turn.not-continuable' });
      const stopped = await ended(ada, 'stopped');
      await expect(storage.beginTurn(ada, continueInput({ ...stopped.answer, id: uuidv7() }))).rejects.toMatchObject({
        code: 'message.not-found',
      });
      await expect(storage.beginTurn(ada, continueInput({ ...stopped.answer, id: done.answer.id }))).rejects.toMatchObject({
        code: 'message.not-found',
      });
      const wrong = continueInput({ ...stopped.answer, parentId: done.userMessage!.id });
      await expect(storage.beginTurn(ada, wrong)).rejects.toMatchObject({ code: 'turn.wrong-parent' });
      await expect(storage.beginTurn(ada, continueInput(stopped.userMessage!))).rejects.toMatchObject({ code: 'turn.wrong-parent' });
      await expect(storage.beginTurn(ada, continueInput(stopped.answer, { runningCap: 0 }))).rejects.toMatchObject({
        code: 'turn.too-many-running',
      });
      await storage.beginTurn(ada, continueInput(stopped.answer));
      await expect(storage.beginTurn(ada, continueInput(stopped.answer))).rejects.toMatchObject({ code: 'message.busy' });
      await storage.deleteSubtree(ada, done.conversation.id, done.userMessage!.id, 9);
      await expect(storage.beginTurn(ada, continueInput(done.answer))).rejects.toMatchObject({ code: 'message.not-found' });
    });

    test('what is queued behind the answer stays in view and follows when it is done', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const first = await storage.beginTurn(ada, sendInput(null, 'Tell me'));
      const { id } = first.conversation;
      const queued = await storage.beginTurn(ada, sendInput(first.answer.id, 'And then?', { conversationId: id }));
      await storage.settleTurn(ada, settleInput(first.turn.id, { status: 'stopped' }));
      const input = continueInput(first.answer);
      const begun = await storage.beginTurn(ada, input);
      expect(begun.conversation.state.activeLeafId).toBe(queued.answer.id);
      expect(await branchIds(storage, ada, id)).toHaveLength(4);
      expect((await storage.settleTurn(ada, settleInput(input.turnId))).next).toMatchObject({ id: queued.turn.id, status: 'running' });
    });
  });
}
