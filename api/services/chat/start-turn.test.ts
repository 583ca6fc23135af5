import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn } from '@parley/contracts';
import { expect, test } from 'vitest';
import { createChatWorld, sendBody, testModel } from './__fixtures__/chat-world.ts';

test('commits the message before the model is called, then streams, stores and ends', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const hints = world.hints(`user:${ada.ownerId}`);
  const conversationId = uuidv7();
  const body = sendBody(null, 'How do bees see?\nTell me.', { create: {} });
  const started = await world.chat.startTurn(ada, conversationId, body);

  expect(started.conversation).toMatchObject({ id: conversationId, title: 'How do bees see?', titleSource: 'local', runningTurns: 1 });
  expect(started.turn).toMatchObject({ id: body.turnId, status: 'running', userMessageId: body.userMessageId });
  expect(started.userMessage).toMatchObject({ id: body.userMessageId, role: 'user', parts: [{ type: 'text', id: 'p1' }] });
  expect(started.answer).toMatchObject({ id: body.answerId, role: 'assistant', parts: [] });

  const call = await world.model.nextCall();
  expect(call.call).toMatchObject({ model: 'test-1', messages: [{ role: 'user', parts: [{ text: 'How do bees see?\nTell me.' }] }] });
  const reader = world.follow(body.turnId);
  call.say('With ', 'five eyes.');
  call.send({ type: 'usage', usage: { inputTokens: 7, outputTokens: 3 } });
  call.finish();

  expect(await reader.ended).toBe('ended');
  expect(reader.text()).toBe('With five eyes.');
  const stored = await world.message(ada, conversationId, body.answerId);
  expect(stored).toMatchObject({
    status: 'done',
    stopReason: 'end',
    error: null,
    usage: { inputTokens: 7, outputTokens: 3 },
    parts: [{ type: 'text', id: 'p1', text: 'With five eyes.' }],
  });
  await expect.poll(() => hints.filter((hint) => hint.type === 'turn').map((hint) => hint.turn.status)).toEqual(['running', 'done']);
  expect(hints.findLast((hint) => hint.type === 'conversation')).toMatchObject({ conversation: { running: false } });
});

test('gives every reader the same events once and in order, whenever they come', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Count.');
  const call = await world.model.nextCall();
  const early = world.follow(body.turnId);
  for (let count = 0; count < 500; count += 1) call.say(`${count} `);
  await early.shows('250 ');
  const late = world.follow(body.turnId);
  call.finish();
  await Promise.all([early.ended, late.ended]);
  const after = world.follow(body.turnId);
  await after.ended;

  expect(early.seqs).toEqual(early.events.map((_, index) => index + 1));
  expect(late.events).toEqual(early.events);
  expect(after.events).toEqual(early.events);
  expect(early.events.filter((event) => event.type === 'turn-end')).toHaveLength(1);
  expect(early.events.at(-1)).toEqual({ type: 'turn-end', status: 'done', stopReason: 'end' });
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe(early.text());
});

test('a repeated request answers the first result and calls no model again', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const conversationId = uuidv7();
  const body = sendBody(null, 'Once.', { create: {} });
  const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => world.chat.startTurn(ada, conversationId, body)));
  expect(others.map((other) => other.answer.id)).toEqual(Array(4).fill(first!.answer.id));
  const call = await world.model.nextCall();
  call.say('One.');
  call.finish();
  await world.follow(body.turnId).ended;

  const again = await world.chat.startTurn(ada, conversationId, body);
  expect(again.turn.status).toBe('done');
  expect(again.answer.parts).toMatchObject([{ text: 'One.' }]);
  expect(world.model.calls).toHaveLength(1);
  const page = await world.conversations.branch(ada, conversationId, { limit: 50 });
  expect(page.messages).toHaveLength(2);
});

test('refuses another body under the same turn id', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'One.');
  await world.model.nextCall();
  const other: CreateTurn = { ...body, parts: [{ type: 'text', text: 'Two.' }] };
  await expect(world.chat.startTurn(ada, conversationId, other)).rejects.toMatchObject({ code: 'turn.mismatch' });
  await expect(world.chat.startTurn(ada, uuidv7(), body)).rejects.toMatchObject({ code: 'turn.mismatch' });
  expect(world.model.calls).toHaveLength(1);
});

test('writes nothing when the model cannot be found', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const conversationId = uuidv7();
  const body = sendBody(null, 'Hi.', { create: {}, model: { endpoint: 'nowhere', id: 'x' } });
  await expect(world.chat.startTurn(ada, conversationId, body)).rejects.toMatchObject({ code: 'endpoint.not-found' });
  expect(await world.storage.getConversation(ada, conversationId)).toBeNull();
});

test('an edited question and a regenerated answer are siblings of the old ones', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Red?');
  const answer = async (turnId: string, text: string): Promise<void> => {
    const call = await world.model.nextCall();
    call.say(text);
    call.finish();
    await world.follow(turnId).ended;
  };
  await answer(body.turnId, 'Yes.');

  const edit = sendBody(null, 'Blue?', { leavingId: body.userMessageId });
  const edited = await world.chat.startTurn(ada, conversationId, edit);
  expect(edited.userMessage?.siblings).toEqual([body.userMessageId, edit.userMessageId]);
  await answer(edit.turnId, 'No.');

  const again: CreateTurn = { kind: 'regenerate', turnId: uuidv7(), answerId: uuidv7(), parentId: edit.userMessageId, model: testModel };
  const regenerated = await world.chat.startTurn(ada, conversationId, again);
  expect(regenerated.answer.siblings).toEqual([edit.answerId, again.answerId]);
  expect(world.model.calls.at(-1)?.call.messages).toMatchObject([{ role: 'user', parts: [{ text: 'Blue?' }] }]);
  await answer(again.turnId, 'Perhaps.');

  const page = await world.conversations.branch(ada, conversationId, { limit: 50 });
  expect(page.messages.map((message) => message.id)).toEqual([edit.userMessageId, again.answerId]);
  const row = await world.conversations.select(ada, conversationId, body.userMessageId, edit.userMessageId);
  expect(row.state.activeLeafId).toBe(body.answerId);
  const back = await world.conversations.select(ada, conversationId, edit.userMessageId, body.userMessageId);
  expect(back.state.activeLeafId).toBe(again.answerId);
});

test('each turn is answered by the model it names', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'One?');
  const first = await world.model.nextCall();
  first.finish();
  await world.follow(body.turnId).ended;
  const next = sendBody(body.answerId, 'Two?', { model: { endpoint: 'test', id: 'test-2' }, settings: { temperature: 0.5 } });
  await world.chat.startTurn(ada, conversationId, next);
  const second = await world.model.nextCall();
  expect(second.call).toMatchObject({ model: 'test-2', temperature: 0.5 });
  second.finish();
  await world.follow(next.turnId).ended;
  expect((await world.message(ada, conversationId, body.answerId)).model).toEqual({ endpoint: 'test', id: 'test-1' });
  expect((await world.message(ada, conversationId, next.answerId)).model).toEqual({ endpoint: 'test', id: 'test-2' });
});
