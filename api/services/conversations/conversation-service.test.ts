import { uuidv7 } from '@parley/chat-core';
import { limits } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { Scope } from '../../storage/ports/scope.ts';
import { createChatWorld, sendBody, type Begun, type ChatWorld } from '../chat/__fixtures__/chat-world.ts';

async function exchange(world: ChatWorld, scope: Scope, question: string, answer = 'Yes.'): Promise<Begun> {
  const begun = await world.begin(scope, question);
  await finish(world, begun.body.turnId, answer);
  return begun;
}

async function finish(world: ChatWorld, turnId: string, answer: string): Promise<void> {
  const call = await world.model.nextCall();
  call.say(answer);
  call.finish();
  await world.follow(turnId).ended;
}

test('lists by activity, a page at a time, each conversation once', async () => {
  let clock = 1_000;
  await using world = await createChatWorld({ now: () => (clock += 1) });
  const ada = await world.person('ada');
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.unshift((await exchange(world, ada, `Question ${index}`)).conversationId);
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.conversations.list(ada, { show: 'active', limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    listed.push(...page.rows.map((row) => row.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(listed).toEqual(ids);
  const found = await world.conversations.list(ada, { show: 'active', limit: 50, title: 'question 3' });
  expect(found.rows).toHaveLength(1);
  await expect(world.conversations.list(ada, { show: 'active', limit: 3, cursor: 'AAAA' })).rejects.toMatchObject({
    code: 'request.invalid',
  });
});

test('tells the owner of every change and sync finds it', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId } = await exchange(world, ada, 'Hello?');
  const { rev } = await world.conversations.list(ada, { show: 'active', limit: 1 });
  const hints = world.hints(`user:${ada.ownerId}`);
  await world.conversations.update(ada, conversationId, { title: 'Greetings' });
  await world.conversations.updateState(ada, conversationId, { pinned: true, draft: 'half a thought' });
  await world.conversations.remove(ada, conversationId);
  await world.conversations.restore(ada, conversationId);
  await expect.poll(() => hints.length).toBe(4);
  const revs = hints.map((hint) => (hint.type === 'conversation' ? hint.conversation.rev : 0));
  expect(revs).toEqual(revs.toSorted((a, b) => a - b));
  expect(revs[0]).toBeGreaterThan(rev);
  const changes = await world.conversations.sync(ada, rev);
  expect(changes.rows).toMatchObject([{ id: conversationId, title: 'Greetings', titleSource: 'user', state: { pinned: true } }]);
  expect(changes.rev).toBe(revs.at(-1));
});

test('moving to the bin stops what runs, keeps its text, and restoring brings it back', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Talk.');
  const call = await world.model.nextCall();
  call.say('Half');
  await world.follow(body.turnId).shows('Half');
  const removed = await world.conversations.remove(ada, conversationId);
  expect(removed).toMatchObject({ runningTurns: 0, deletedAt: expect.any(Number) as number });
  await call.closed;
  const bin = await world.conversations.list(ada, { show: 'bin', limit: 5 });
  expect(bin.rows).toHaveLength(1);
  await world.conversations.restore(ada, conversationId);
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe('Half');
});

test('deleting a message stops what runs under it, hides its subtree, and can be undone', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await exchange(world, ada, 'One?');
  const next = sendBody(body.answerId, 'Two?');
  await world.chat.startTurn(ada, conversationId, next);
  const call = await world.model.nextCall();
  call.say('Half');
  await world.follow(next.turnId).shows('Half');
  const hints = world.hints(`conversation:${conversationId}`);

  const row = await world.conversations.removeMessage(ada, conversationId, next.userMessageId);
  expect(row.state.activeLeafId).toBe(body.answerId);
  await call.closed;
  await expect(world.conversations.getMessage(ada, conversationId, next.userMessageId)).rejects.toMatchObject({
    code: 'message.not-found',
  });
  await expect.poll(() => hints.some((hint) => hint.type === 'messages' && hint.ids.includes(next.userMessageId))).toBe(true);

  const restored = await world.conversations.restoreMessage(ada, conversationId, next.userMessageId);
  expect(restored.state.activeLeafId).toBe(next.answerId);
  const page = await world.conversations.branch(ada, conversationId, { limit: 50 });
  expect(page.messages.map((message) => message.id)).toEqual([body.userMessageId, body.answerId, next.userMessageId, next.answerId]);
  expect(await world.storedText(ada, conversationId, next.answerId)).toBe('Half');
});

test('an edit in place changes the text and is refused while a turn writes it', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'One?');
  await expect(world.conversations.editMessage(ada, conversationId, body.answerId, 'x')).rejects.toMatchObject({ code: 'message.busy' });
  await finish(world, body.turnId, 'Yes.');
  const edited = await world.conversations.editMessage(ada, conversationId, body.answerId, 'No.');
  expect(edited).toMatchObject({ parts: [{ type: 'text', text: 'No.' }], editedAt: expect.any(Number) as number });
});

test('branches to a new chat and duplicates a whole tree, the same however often', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await exchange(world, ada, 'One?');
  const edit = sendBody(null, 'Another?');
  await world.chat.startTurn(ada, conversationId, edit);
  await finish(world, edit.turnId, 'No.');

  const branchId = uuidv7();
  const branch = await world.conversations.copy(ada, conversationId, { newId: branchId, upToMessageId: body.answerId });
  expect(branch).toMatchObject({ id: branchId, title: 'One?', lastOrdinal: 2 });
  expect(await world.conversations.copy(ada, conversationId, { newId: branchId, upToMessageId: body.answerId })).toEqual(branch);
  const whole = await world.conversations.copy(ada, conversationId, { newId: uuidv7(), title: 'Copy' });
  expect(whole).toMatchObject({ title: 'Copy', lastOrdinal: 4 });
  await expect(world.conversations.copy(ada, conversationId, { newId: conversationId })).rejects.toMatchObject({
    code: 'conversation.id-taken',
  });
  const page = await world.conversations.branch(ada, branchId, { limit: 50 });
  expect(page.messages).toHaveLength(2);
  expect(page.messages.map((message) => message.id)).not.toContain(body.answerId);
});

test('purges what has rested in the bin for 30 days and tells the owner', async () => {
  let clock = 1_000_000;
  await using world = await createChatWorld({ now: () => clock });
  const ada = await world.person('ada');
  const kept = await exchange(world, ada, 'Kept');
  const binned = await exchange(world, ada, 'Binned');
  await world.conversations.remove(ada, binned.conversationId);
  const hints = world.hints(`user:${ada.ownerId}`);
  clock += limits.binRetention + 1;
  await world.chat.recover();
  await expect.poll(() => hints).toMatchObject([{ type: 'conversation-gone', id: binned.conversationId }]);
  await expect(world.conversations.get(ada, binned.conversationId)).rejects.toMatchObject({ code: 'conversation.not-found' });
  expect(await world.conversations.get(ada, kept.conversationId)).toBeDefined();
});
