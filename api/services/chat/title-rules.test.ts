import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { createChatWorld, sendBody, type Begun, type ChatWorld } from './__fixtures__/chat-world.ts';

async function firstExchange(world: ChatWorld, scope: Scope, more: Parameters<ChatWorld['begin']>[2] = {}): Promise<Begun> {
  const begun = await world.begin(scope, 'How is bread made?', more);
  const call = await world.model.nextCall();
  call.say('With flour.');
  call.finish();
  await world.follow(begun.body.turnId).ended;
  return begun;
}

test('carries its local title at once and the model’s after the first answer', async () => {
  await using world = await createChatWorld({ modelTitles: true });
  const ada = await world.person('ada');
  const hints = world.hints(`user:${ada.ownerId}`);
  const { conversationId } = await firstExchange(world, ada);
  expect((await world.conversations.get(ada, conversationId)).title).toBe('How is bread made?');

  const asked = await world.model.nextCall();
  expect(asked.call.maxOutputTokens).toBe(1_024);
  expect(JSON.stringify(asked.call.messages)).toContain('With flour.');
  asked.say('"Making ', 'Bread"\n');
  asked.finish();
  await expect.poll(() => hints.at(-1)).toMatchObject({ conversation: { title: 'Making Bread', titleSource: 'model' } });
});

test('asks once: not after later answers, nor when it was named with the first message', async () => {
  await using world = await createChatWorld({ modelTitles: true });
  const ada = await world.person('ada');
  const { conversationId, body } = await firstExchange(world, ada);
  (await world.model.nextCall()).fail(new ProviderError('provider.failed', 'no'));
  await expect.poll(() => world.logged).toContain('debug: A best effort did not succeed.');
  const next = sendBody(body.answerId, 'And wine?');
  await world.chat.startTurn(ada, conversationId, next);
  const call = await world.model.nextCall();
  call.finish();
  await world.follow(next.turnId).ended;

  const named = await firstExchange(world, ada, { create: { title: 'My bread' } });
  expect(await world.conversations.get(ada, named.conversationId)).toMatchObject({ title: 'My bread', titleSource: 'user' });
  await world.chat.drain(0);
  expect(world.model.calls).toHaveLength(4);
});

test("never replaces a person's title", async () => {
  await using world = await createChatWorld({ modelTitles: true });
  const ada = await world.person('ada');
  const { conversationId } = await firstExchange(world, ada);
  const asked = await world.model.nextCall();
  await world.conversations.update(ada, conversationId, { title: 'Mine' });
  asked.say('Theirs');
  asked.finish();
  await asked.closed;
  await world.chat.drain(0);
  expect(await world.conversations.get(ada, conversationId)).toMatchObject({ title: 'Mine', titleSource: 'user' });
});

test('a model that refused has given no title, whatever it said', async () => {
  await using world = await createChatWorld({ modelTitles: true });
  const ada = await world.person('ada');
  const { conversationId } = await firstExchange(world, ada);
  const asked = await world.model.nextCall();
  asked.say('Blocked');
  asked.finish('refusal');
  await expect.poll(() => world.chat.stats().background).toBe(0);
  expect((await world.conversations.get(ada, conversationId)).titleSource).toBe('local');
});

test('gives up after its time and when the server drains', async () => {
  await using world = await createChatWorld({ modelTitles: true, limits: { titleWithin: 20 } });
  const ada = await world.person('ada');
  const { conversationId } = await firstExchange(world, ada);
  const asked = await world.model.nextCall();
  await asked.closed;
  await expect.poll(() => world.chat.stats().background).toBe(0);
  expect((await world.conversations.get(ada, conversationId)).titleSource).toBe('local');
});

test('asks nobody when model titles are off', async () => {
  await using world = await createChatWorld({ modelTitles: false });
  await firstExchange(world, await world.person('ada'));
  await world.chat.drain(0);
  expect(world.model.calls).toHaveLength(1);
});
