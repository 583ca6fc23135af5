import { uuidv7 } from '@parley/chat-core';
import { RequestError } from '@parley/contracts';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';
import { continueInput, exchange, newPerson, regenerateInput, sendInput, settleInput, textParts } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

interface Ids {
  readonly conversation: string;
  readonly message: string;
  readonly answer: string;
  readonly turn: string;
  readonly queued: string;
}

type Own = Pick<Ids, 'conversation' | 'message' | 'answer'>;

/** Every verb that names something of a person's, asked by somebody for whom it may not exist. */
function verbsOn(storage: Storage, scope: Scope, own: Own): Record<string, (ids: Ids) => Promise<unknown>> {
  const copy = { title: 'x', now: 1 };
  return {
    getConversation: (ids) => storage.getConversation(scope, ids.conversation),
    updateConversation: (ids) => storage.updateConversation(scope, ids.conversation, { title: 'x', titleSource: 'user' }),
    updateState: (ids) => storage.updateState(scope, ids.conversation, { pinned: true }),
    selectMessage: (ids) => storage.selectMessage(scope, ids.conversation, ids.message),
    'selectMessage in own': (ids) => storage.selectMessage(scope, own.conversation, ids.message),
    setDeleted: (ids) => storage.setDeleted(scope, ids.conversation, 1),
    copyConversation: (ids) => storage.copyConversation(scope, ids.conversation, { ...copy, newId: uuidv7() }),
    'copyConversation in own': (ids) =>
      storage.copyConversation(scope, own.conversation, { ...copy, newId: uuidv7(), upToMessageId: ids.message }),
    readBranch: (ids) => storage.readBranch(scope, ids.conversation, { limit: 5 }),
    'readBranch leaf in own': (ids) => storage.readBranch(scope, own.conversation, { limit: 5, leafId: ids.message }),
    'readBranch before in own': (ids) => storage.readBranch(scope, own.conversation, { limit: 5, beforeId: ids.message }),
    getMessage: (ids) => storage.getMessage(scope, ids.conversation, ids.message),
    'getMessage in own': (ids) => storage.getMessage(scope, own.conversation, ids.message),
    editText: (ids) => storage.editText(scope, ids.conversation, ids.message, 'x', 1),
    'editText in own': (ids) => storage.editText(scope, own.conversation, ids.message, 'x', 1),
    deleteSubtree: (ids) => storage.deleteSubtree(scope, ids.conversation, ids.message, 1),
    'deleteSubtree in own': (ids) => storage.deleteSubtree(scope, own.conversation, ids.message, 1),
    restoreSubtree: (ids) => storage.restoreSubtree(scope, ids.conversation, ids.message),
    'restoreSubtree in own': (ids) => storage.restoreSubtree(scope, own.conversation, ids.message),
    listRunningUnder: (ids) => storage.listRunningUnder(scope, ids.conversation),
    'listRunningUnder in own': (ids) => storage.listRunningUnder(scope, own.conversation, ids.message),
    send: (ids) => storage.beginTurn(scope, sendInput(ids.answer, 'x', { conversationId: ids.conversation })),
    'send in own': (ids) => storage.beginTurn(scope, sendInput(ids.answer, 'x', { conversationId: own.conversation })),
    regenerate: (ids) => storage.beginTurn(scope, regenerateInput(own.conversation, ids.message)),
    continue: (ids) => storage.beginTurn(scope, continueInput({ id: ids.answer, parentId: own.message, conversationId: own.conversation })),
    settleTurn: (ids) => storage.settleTurn(scope, settleInput(ids.turn)),
    getTurn: (ids) => storage.getTurn(scope, ids.turn),
    startQueuedTurn: (ids) => storage.startQueuedTurn(scope, ids.queued, { node: 'n', now: 1, runningCap: 9 }),
    editQueuedTurn: (ids) => storage.editQueuedTurn(scope, ids.queued, textParts('x'), 1),
    removeQueuedTurn: (ids) => storage.removeQueuedTurn(scope, ids.queued),
  };
}

async function outcome(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { code: error.code, params: error.params, message: error.message };
  }
}

export function isolationContract(makePlace: PlaceFactory): void {
  describe('isolation', () => {
    const store = useStore(makePlace);

    test("another person's ids answer every verb exactly like unknown ids, and nothing of theirs changes", async () => {
      const { storage, witness } = store();
      const [victim, attacker] = [await newPerson(storage), await newPerson(storage)];
      const done = await exchange(storage, victim, null, 'Secret');
      const conversationId = done.conversation.id;
      const running = await storage.beginTurn(victim, sendInput(done.answer.id, 'Running', { conversationId }));
      const queued = await storage.beginTurn(victim, sendInput(running.answer.id, 'Queued', { conversationId }));
      const mine = await exchange(storage, attacker, null, 'Mine');
      const own: Own = { conversation: mine.conversation.id, message: mine.userMessage!.id, answer: mine.answer.id };
      const theirs: Ids = {
        conversation: conversationId,
        message: done.userMessage!.id,
        answer: done.answer.id,
        turn: running.turn.id,
        queued: queued.turn.id,
      };
      const unknown: Ids = { conversation: uuidv7(), message: uuidv7(), answer: uuidv7(), turn: uuidv7(), queued: uuidv7() };
      const snapshot = async (scope: Scope): Promise<string> =>
        JSON.stringify([
          await storage.readBranch(scope, scope === victim ? conversationId : own.conversation, { limit: 50 }),
          await storage.listActiveTurns(scope),
          (await storage.listConversations(scope, { show: 'active', limit: 50 })).rows,
          await witness.messages(conversationId),
        ]);
      const before = [await snapshot(victim), await snapshot(attacker)];
      for (const [name, verb] of Object.entries(verbsOn(storage, attacker, own))) {
        const [foreign, absent] = [await outcome(verb(theirs)), await outcome(verb(unknown))];
        expect(foreign, name).toEqual(absent);
        const isAbsence = foreign === null || foreign === 'no-message' || (Array.isArray(foreign) && foreign.length === 0);
        if (!isAbsence) expect(foreign, name).toMatchObject({ code: expect.stringMatching(/\.not-found$/) as string });
      }
      expect([await snapshot(victim), await snapshot(attacker)]).toEqual(before);
    });

    test('lists and changes hold only what is their own', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const hers = await exchange(storage, ada, null, 'Hers');
      await storage.updateState(ada, hers.conversation.id, { pinned: true });
      for (const show of ['active', 'pinned', 'archived', 'bin'] as const) {
        expect(await storage.listConversations(eve, { show, limit: 5 })).toEqual({ rows: [], more: false, rev: 0 });
      }
      expect(await storage.readChanges(eve, 0, 5)).toEqual({ rows: [], gone: [], more: false, rev: 0 });
      expect(await storage.listActiveTurns(eve)).toEqual([]);
    });
  });
}
