import { uuidv7 } from '@parley/chat-core';
import { expect, test } from 'vitest';
import { createChatWorld, sendBody } from './__fixtures__/chat-world.ts';

test('accepts nothing new, lets turns finish, and stores the rest as interrupted', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const quick = await world.begin(ada, 'Quick.');
  const quickCall = await world.model.nextCall();
  const slow = await world.begin(ada, 'Slow.');
  const slowCall = await world.model.nextCall();
  slowCall.say('Half');
  await world.follow(slow.body.turnId).shows('Half');

  const draining = world.chat.drain(150);
  expect(world.chat.stats().draining).toBe(true);
  const refused = world.chat.startTurn(ada, uuidv7(), sendBody(null, 'New.', { create: {} }));
  await expect(refused).rejects.toMatchObject({ code: 'server.draining', retryAfter: 5 });
  quickCall.say('Whole');
  quickCall.finish();
  await draining;

  expect(await world.message(ada, quick.conversationId, quick.body.answerId)).toMatchObject({ status: 'done', parts: [{ text: 'Whole' }] });
  expect(await world.message(ada, slow.conversationId, slow.body.answerId)).toMatchObject({
    status: 'interrupted',
    stopReason: 'interrupted',
    error: { code: 'turn.interrupted' },
    parts: [{ text: 'Half' }],
  });
  await slowCall.closed;
  expect(world.chat.stats().running).toBe(0);
});

test('resolves at once when nothing runs, and when all turns have finished', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Hi.');
  const call = await world.model.nextCall();
  const asked = performance.now();
  const draining = world.chat.drain(30_000);
  call.finish();
  await draining;
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(await world.follow(body.turnId).ended).toBe('ended');
  await world.chat.drain(30_000);
});

test('a turn that is being asked for has its time like one that runs', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const conversationId = uuidv7();
  const body = sendBody(null, 'Just now.', { create: {} });
  const starting = world.chat.startTurn(ada, conversationId, body);
  const draining = world.chat.drain(30_000);
  expect((await starting).turn.status).toBe('running');
  const call = await world.model.nextCall();
  call.say('In time');
  call.finish();
  await draining;
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({ status: 'done', parts: [{ text: 'In time' }] });
});

test('a queued turn that would begin meanwhile calls no model', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'One.');
  const next = sendBody(body.answerId, 'Two.');
  await world.chat.startTurn(ada, conversationId, next);
  const call = await world.model.nextCall();
  const draining = world.chat.drain(30_000);
  call.finish();
  await draining;
  expect((await world.chat.getTurn(ada, body.turnId)).status).toBe('done');
  expect((await world.chat.getTurn(ada, next.turnId)).status).toBe('interrupted');
  expect(world.model.calls).toHaveLength(1);
});
