import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ScriptedCall } from './__fixtures__/scripted-model.ts';
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

const atOnce = (): Promise<ChatWorld> =>
  createChatWorld({
    modelTitles: true,
    wrap: ({ resolveModel, ...rest }) => ({
      ...rest,
      resolveModel: async (scope, ref) => ({ ...(await resolveModel(scope, ref)), titles: { timing: 'immediate' } }),
    }),
  });

/** The call for the answer and that for the title, which go out together. */
async function bothCalls(world: ChatWorld): Promise<{ answer: ScriptedCall; title: ScriptedCall }> {
  const calls = [await world.model.nextCall(), await world.model.nextCall()];
  const isTitle = ({ call }: ScriptedCall): boolean => call.maxOutputTokens === 1_024;
  return { answer: calls.find((call) => !isTitle(call))!, title: calls.find(isTitle)! };
}

test('where titles are wanted at once it is asked with the question, while the answer is written, and not again', async () => {
  await using world = await atOnce();
  const ada = await world.person('ada');
  const hints = world.hints(`user:${ada.ownerId}`);
  const { body } = await world.begin(ada, 'How is bread made?');
  const { answer, title } = await bothCalls(world);
  expect(JSON.stringify(title.call.messages)).toContain('How is bread made?');
  title.say('Making Bread');
  title.finish();
  await expect.poll(() => hints.at(-1)).toMatchObject({ conversation: { title: 'Making Bread', titleSource: 'model' } });
  answer.say('With flour.');
  answer.finish();
  await world.follow(body.turnId).ended;
  await world.chat.drain(0);
  expect(world.model.calls).toHaveLength(2);
  expect((await world.storage.readLedger(ada, body.turnId)).map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
    'answer done',
    'title done',
  ]);
});

test('when none came of that it is asked again with the answer', async () => {
  await using world = await atOnce();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'How is bread made?');
  const { answer, title } = await bothCalls(world);
  answer.say('With flour.');
  answer.finish();
  await world.follow(body.turnId).ended;
  title.fail(new ProviderError('provider.failed', 'no'));
  const again = await world.model.nextCall();
  expect(JSON.stringify(again.call.messages)).toContain('With flour.');
  again.say('Making Bread');
  again.finish();
  await expect.poll(async () => (await world.conversations.get(ada, conversationId)).title).toBe('Making Bread');
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
