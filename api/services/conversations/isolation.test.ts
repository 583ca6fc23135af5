import { uuidv7 } from '@parley/chat-core';
import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import { createChatWorld, sendBody, testModel } from '../chat/__fixtures__/chat-world.ts';

/** What a verb answered, so that two answers can be compared. */
async function outcome(action: Promise<unknown>): Promise<unknown> {
  try {
    return await action;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { code: error.code, params: error.params, message: error.message };
  }
}

test("another person's ids answer every verb exactly as unknown ids do, and nothing of theirs changes", async () => {
  await using world = await createChatWorld();
  const { chat, conversations } = world;
  const [victim, attacker] = [await world.person('victim'), await world.person('attacker')];
  const { conversationId, body } = await world.begin(victim, 'Secret');
  const call = await world.model.nextCall();
  call.say('Hush');
  await world.follow(body.turnId).shows('Hush');
  const queued = sendBody(body.answerId, 'More');
  await chat.startTurn(victim, conversationId, queued);
  const own = await world.begin(attacker, 'Mine');
  await world.model.nextCall();

  interface Ids {
    readonly conversation: string;
    readonly message: string;
    readonly turn: string;
    readonly queued: string;
  }
  const theirs: Ids = { conversation: conversationId, message: body.answerId, turn: body.turnId, queued: queued.turnId };
  const unknown: Ids = { conversation: uuidv7(), message: uuidv7(), turn: uuidv7(), queued: uuidv7() };

  const verbs: Record<string, (ids: Ids) => Promise<unknown>> = {
    get: (ids) => conversations.get(attacker, ids.conversation),
    update: (ids) => conversations.update(attacker, ids.conversation, { title: 'x' }),
    updateState: (ids) => conversations.updateState(attacker, ids.conversation, { pinned: true }),
    select: (ids) => conversations.select(attacker, ids.conversation, ids.message),
    'select in own': (ids) => conversations.select(attacker, own.conversationId, ids.message),
    remove: (ids) => conversations.remove(attacker, ids.conversation),
    restore: (ids) => conversations.restore(attacker, ids.conversation),
    copy: (ids) => conversations.copy(attacker, ids.conversation, { newId: uuidv7() }),
    'copy up to': (ids) => conversations.copy(attacker, own.conversationId, { newId: uuidv7(), upToMessageId: ids.message }),
    branch: (ids) => conversations.branch(attacker, ids.conversation, { limit: 5 }),
    'branch to leaf': (ids) => conversations.branch(attacker, own.conversationId, { limit: 5, leaf: ids.message }),
    'branch before': (ids) => conversations.branch(attacker, own.conversationId, { limit: 5, before: ids.message }),
    getMessage: (ids) => conversations.getMessage(attacker, ids.conversation, ids.message),
    'getMessage in own': (ids) => conversations.getMessage(attacker, own.conversationId, ids.message),
    editMessage: (ids) => conversations.editMessage(attacker, ids.conversation, ids.message, 'x'),
    'editMessage in own': (ids) => conversations.editMessage(attacker, own.conversationId, ids.message, 'x'),
    removeMessage: (ids) => conversations.removeMessage(attacker, ids.conversation, ids.message),
    'removeMessage in own': (ids) => conversations.removeMessage(attacker, own.conversationId, ids.message),
    restoreMessage: (ids) => conversations.restoreMessage(attacker, ids.conversation, ids.message),
    getTurn: (ids) => chat.getTurn(attacker, ids.turn),
    stopTurn: (ids) => chat.stopTurn(attacker, ids.turn),
    sendNow: (ids) => chat.sendNow(attacker, ids.queued),
    editQueued: (ids) => chat.editQueued(attacker, ids.queued, [{ type: 'text', text: 'x' }]),
    removeQueued: (ids) => chat.removeQueued(attacker, ids.queued),
    'send there': (ids) => chat.startTurn(attacker, ids.conversation, sendBody(ids.message, 'x')),
    'send under theirs': (ids) => chat.startTurn(attacker, own.conversationId, sendBody(ids.message, 'x')),
    regenerate: (ids) =>
      chat.startTurn(attacker, own.conversationId, {
        kind: 'regenerate',
        turnId: uuidv7(),
        answerId: uuidv7(),
        parentId: ids.message,
        model: testModel,
      }),
    continue: (ids) =>
      chat.startTurn(attacker, own.conversationId, {
        kind: 'continue',
        turnId: uuidv7(),
        answerId: ids.message,
        parentId: own.body.userMessageId,
        model: testModel,
      }),
    'follow conversation': (ids) => chat.mayFollow(attacker, `conversation:${ids.conversation}`),
    'follow turn': (ids) => chat.mayFollow(attacker, `turn:${ids.turn}`),
  };

  const snapshot = async (): Promise<string> =>
    JSON.stringify([
      await conversations.get(victim, conversationId),
      await conversations.branch(victim, conversationId, { limit: 50 }),
      await chat.activeTurns(victim),
    ]);
  const before = await snapshot();
  for (const [name, verb] of Object.entries(verbs)) {
    const foreign = await outcome(verb(theirs));
    expect(foreign, name).toEqual(await outcome(verb(unknown)));
    if (!name.startsWith('follow')) expect(foreign, name).toMatchObject({ code: expect.stringMatching(/\.not-found$/) as string });
  }
  expect(await snapshot()).toBe(before);
  expect((await conversations.list(attacker, { show: 'active', limit: 50 })).rows.map((row) => row.id)).toEqual([own.conversationId]);
  expect((await conversations.sync(attacker, 0)).rows.map((row) => row.id)).toEqual([own.conversationId]);
  expect(await chat.mayFollow(victim, `turn:${body.turnId}`)).toBe(true);
  expect(await chat.mayFollow(victim, `conversation:${conversationId}`)).toBe(true);
});
