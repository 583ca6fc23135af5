import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import type { BegunTurn } from '../ports/turns.ts';
import { branchIds, existing, newPerson, regenerateInput, sendInput, settleInput, textParts } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function queueContract(makePlace: PlaceFactory): void {
  describe('the queue', () => {
    const store = useStore(makePlace);

    /** A running turn and so many that wait, one behind another. */
    async function queue(scope: Scope, waiting: number): Promise<BegunTurn[]> {
      const { storage } = store();
      const turns = [await storage.beginTurn(scope, sendInput(null, 'Message 0'))];
      for (let index = 1; index <= waiting; index += 1) {
        const conversationId = turns[0]!.conversation.id;
        turns.push(await storage.beginTurn(scope, sendInput(turns.at(-1)!.answer.id, `Message ${index}`, { conversationId })));
      }
      return turns;
    }
    const start = { node: 'node-2', now: 3_000, runningCap: 10 };

    test('a send under an unfinished answer waits, with its message', async () => {
      const ada = await newPerson(store().storage);
      const [, queued] = (await queue(ada, 1)) as [BegunTurn, BegunTurn];
      expect(queued).toMatchObject({
        fresh: true,
        turn: { status: 'queued', ownerNode: null, epoch: 0 },
        userMessage: { status: 'queued' },
        answer: { status: 'queued', parts: [] },
        conversation: { runningTurns: 1, state: { activeLeafId: queued.answer.id } },
      });
    });

    test('a done turn starts the next, one at a time, with its own epoch', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const turns = await queue(ada, 3);
      for (const [index, turn] of turns.entries()) {
        const { next, conversation } = await storage.settleTurn(ada, settleInput(turn.turn.id, { node: 'node-7' }));
        const waiting = turns[index + 1];
        if (waiting === undefined) {
          expect(next).toBeNull();
          continue;
        }
        expect(next).toMatchObject({ id: waiting.turn.id, status: 'running', ownerNode: 'node-7', epoch: 1 });
        expect(conversation.runningTurns).toBe(1);
        expect(await existing(storage, ada, conversation.id, waiting.userMessage!.id)).toMatchObject({ status: 'done' });
        expect(await existing(storage, ada, conversation.id, waiting.answer.id)).toMatchObject({ status: 'running' });
      }
    });

    test.each(['stopped', 'failed', 'interrupted'] as const)('after a %s turn the queue waits until it is sent now', async (status) => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, first, second] = (await queue(ada, 2)) as [BegunTurn, BegunTurn, BegunTurn];
      await expect(storage.startQueuedTurn(ada, first.turn.id, start)).rejects.toMatchObject({ code: 'message.busy' });
      expect((await storage.settleTurn(ada, settleInput(running.turn.id, { status }))).next).toBeNull();
      await expect(storage.startQueuedTurn(ada, second.turn.id, start)).rejects.toMatchObject({ code: 'message.busy' });
      await expect(storage.startQueuedTurn(ada, first.turn.id, { ...start, runningCap: 0 })).rejects.toMatchObject({
        code: 'turn.too-many-running',
      });
      const started = await storage.startQueuedTurn(ada, first.turn.id, start);
      expect(started).toMatchObject({ id: first.turn.id, status: 'running', ownerNode: 'node-2', epoch: 1 });
      expect(await storage.getTurn(ada, first.turn.id)).toEqual(started);
      await expect(storage.startQueuedTurn(ada, first.turn.id, start)).rejects.toMatchObject({ code: 'turn.not-queued' });
      await expect(storage.startQueuedTurn(ada, uuidv7(), start)).rejects.toMatchObject({ code: 'turn.not-found' });
      expect((await storage.settleTurn(ada, settleInput(first.turn.id))).next).toMatchObject({ id: second.turn.id });
    });

    test('a send under a stopped answer runs at once', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running] = (await queue(ada, 0)) as [BegunTurn];
      await storage.settleTurn(ada, settleInput(running.turn.id, { status: 'stopped' }));
      const conversationId = running.conversation.id;
      expect(await storage.beginTurn(ada, sendInput(running.answer.id, 'Next', { conversationId }))).toMatchObject({
        turn: { status: 'running' },
      });
    });

    test('no more wait behind one answer than the cap allows, one behind another or side by side', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, , last] = (await queue(ada, 2)) as [BegunTurn, BegunTurn, BegunTurn];
      const conversationId = running.conversation.id;
      for (const parent of [running, last]) {
        const full = sendInput(parent.answer.id, 'Full', { conversationId, queueCap: 2 });
        await expect(storage.beginTurn(ada, full)).rejects.toMatchObject({ code: 'turn.queue-full' });
      }
      const other = await storage.beginTurn(ada, sendInput(null, 'Other root', { conversationId }));
      expect(await storage.beginTurn(ada, sendInput(other.answer.id, 'There', { conversationId, queueCap: 2 }))).toMatchObject({
        turn: { status: 'queued' },
      });
    });

    test('what waits side by side is sent one after another', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, first] = (await queue(ada, 1)) as [BegunTurn, BegunTurn];
      const conversationId = running.conversation.id;
      const beside = await storage.beginTurn(ada, sendInput(running.answer.id, 'Beside', { conversationId }));
      expect((await storage.settleTurn(ada, settleInput(running.turn.id))).next).toMatchObject({ id: first.turn.id });
      expect((await storage.settleTurn(ada, settleInput(first.turn.id))).next).toMatchObject({ id: beside.turn.id });
    });

    test('a waiting message can be changed until it is sent, and its answer cannot be asked for again', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, queued] = (await queue(ada, 1)) as [BegunTurn, BegunTurn];
      const conversationId = running.conversation.id;
      await expect(storage.beginTurn(ada, regenerateInput(conversationId, queued.userMessage!.id))).rejects.toMatchObject({
        code: 'message.busy',
      });
      const rev = (await storage.getConversation(ada, conversationId))!.rev;
      const edited = await storage.editQueuedTurn(ada, queued.turn.id, textParts('Other words'), 44);
      expect(edited).toMatchObject({ id: queued.userMessage!.id, parts: textParts('Other words'), editedAt: 44, status: 'queued' });
      expect((await storage.getConversation(ada, conversationId))!.rev).toBe(rev + 1);
      await expect(storage.editQueuedTurn(ada, running.turn.id, [], 1)).rejects.toMatchObject({ code: 'turn.not-queued' });
      await expect(storage.editQueuedTurn(ada, uuidv7(), [], 1)).rejects.toMatchObject({ code: 'turn.not-found' });
      await storage.settleTurn(ada, settleInput(running.turn.id));
      await expect(storage.editQueuedTurn(ada, queued.turn.id, [], 1)).rejects.toMatchObject({ code: 'turn.not-queued' });
    });

    test('removing a waiting turn moves what waits behind it up', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const [running, first, second, third] = (await queue(ada, 3)) as [BegunTurn, BegunTurn, BegunTurn, BegunTurn];
      const conversationId = running.conversation.id;
      await expect(storage.removeQueuedTurn(ada, running.turn.id)).rejects.toMatchObject({ code: 'turn.not-queued' });
      await expect(storage.removeQueuedTurn(ada, uuidv7())).rejects.toMatchObject({ code: 'turn.not-found' });
      const after = await storage.removeQueuedTurn(ada, first.turn.id);
      expect(after.state.activeLeafId).toBe(third.answer.id);
      expect(await storage.getTurn(ada, first.turn.id)).toBeNull();
      for (const id of [first.userMessage!.id, first.answer.id]) expect(await witness.has('messages', id)).toBe(false);
      expect(await existing(storage, ada, conversationId, second.userMessage!.id)).toMatchObject({
        parentId: running.answer.id,
        parentOrdinal: running.answer.ordinal,
      });
      const branch = [running, second, third].flatMap((turn) => [turn.userMessage!.id, turn.answer.id]);
      expect(await branchIds(storage, ada, conversationId)).toEqual(branch);
      expect((await storage.settleTurn(ada, settleInput(running.turn.id))).next).toMatchObject({ id: second.turn.id });
      await expect(
        storage.beginTurn(ada, sendInput(running.answer.id, 'Message 1', { conversationId, turnId: first.turn.id })),
      ).rejects.toMatchObject({
        code: 'turn.mismatch',
      });
    });

    test('removing the last waiting turn goes back to the branch it hung on', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, first, last] = (await queue(ada, 2)) as [BegunTurn, BegunTurn, BegunTurn];
      const after = await storage.removeQueuedTurn(ada, last.turn.id);
      expect(after).toMatchObject({ lastOrdinal: first.answer.ordinal, state: { activeLeafId: first.answer.id } });
      expect((await storage.removeQueuedTurn(ada, first.turn.id)).state.activeLeafId).toBe(running.answer.id);
      const next = await storage.beginTurn(ada, sendInput(running.answer.id, 'Again', { conversationId: running.conversation.id }));
      expect(next.userMessage!.ordinal).toBeGreaterThan(last.answer.ordinal);
    });

    test('nothing starts by itself in the bin', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [running, queued] = (await queue(ada, 1)) as [BegunTurn, BegunTurn];
      await storage.setDeleted(ada, running.conversation.id, 9);
      expect((await storage.settleTurn(ada, settleInput(running.turn.id))).next).toBeNull();
      await expect(storage.startQueuedTurn(ada, queued.turn.id, start)).rejects.toMatchObject({ code: 'turn.not-found' });
      await storage.setDeleted(ada, running.conversation.id, null);
      expect(await storage.startQueuedTurn(ada, queued.turn.id, start)).toMatchObject({ status: 'running' });
    });
  });
}
