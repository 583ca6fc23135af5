import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { createChatWorld, sendBody, type ChatWorld, type SendBody } from './__fixtures__/chat-world.ts';

async function queue(world: ChatWorld, scope: Scope, count: number): Promise<{ conversationId: string; bodies: SendBody[] }> {
  const { conversationId, body } = await world.begin(scope, 'message 0');
  const bodies = [body];
  for (let index = 1; index <= count; index += 1) {
    const next = sendBody(bodies.at(-1)!.answerId, `message ${index}`);
    await world.chat.startTurn(scope, conversationId, next);
    bodies.push(next);
  }
  return { conversationId, bodies };
}

const lastQuestion = (messages: readonly { parts: readonly unknown[] }[]): string => (messages.at(-1)!.parts[0] as { text: string }).text;

test('sends ten queued messages one after another, each once, and refuses an eleventh', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, bodies } = await queue(world, ada, 10);
  const eleventh = world.chat.startTurn(ada, conversationId, sendBody(bodies.at(-1)!.answerId, 'too many'));
  await expect(eleventh).rejects.toMatchObject({ code: 'turn.queue-full' });
  expect(await world.chat.activeTurns(ada)).toHaveLength(11);

  for (const [index, body] of bodies.entries()) {
    const call = await world.model.nextCall();
    expect(lastQuestion(call.call.messages)).toBe(`message ${index}`);
    expect(call.call.messages).toHaveLength(index * 2 + 1);
    call.say(`answer ${index}`);
    call.finish();
    await world.follow(body.turnId).ended;
  }
  expect(world.model.calls).toHaveLength(11);
  expect(await world.chat.activeTurns(ada)).toEqual([]);
  const page = await world.conversations.branch(ada, conversationId, { limit: 50 });
  expect(page.messages).toHaveLength(22);
});

test('tells everybody when a queued turn begins', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const hints = world.hints(`user:${ada.ownerId}`);
  const { bodies } = await queue(world, ada, 1);
  (await world.model.nextCall()).finish();
  await world.model.nextCall();
  await expect
    .poll(() => hints.filter((hint) => hint.type === 'turn').map((hint) => [hint.turn.id, hint.turn.status]))
    .toEqual([
      [bodies[0]!.turnId, 'running'],
      [bodies[1]!.turnId, 'queued'],
      [bodies[0]!.turnId, 'done'],
      [bodies[1]!.turnId, 'running'],
    ]);
});

test('a queued message can be changed and taken back until it runs', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, bodies } = await queue(world, ada, 3);
  const [running, first, second, third] = bodies.map((body) => body.turnId) as [string, string, string, string];
  await world.chat.editQueued(ada, first, [{ type: 'text', text: 'message one' }]);
  await world.chat.removeQueued(ada, second);
  await expect(world.chat.getTurn(ada, second)).rejects.toMatchObject({ code: 'turn.not-found' });
  await expect(world.chat.editQueued(ada, running, [{ type: 'text', text: 'x' }])).rejects.toMatchObject({ code: 'turn.not-queued' });
  await expect(world.chat.removeQueued(ada, running)).rejects.toMatchObject({ code: 'turn.not-queued' });

  (await world.model.nextCall()).finish();
  const next = await world.model.nextCall();
  expect(lastQuestion(next.call.messages)).toBe('message one');
  next.finish();
  const last = await world.model.nextCall();
  expect(lastQuestion(last.call.messages)).toBe('message 3');
  last.finish();
  await world.follow(third).ended;
  const page = await world.conversations.branch(ada, conversationId, { limit: 50 });
  expect(page.messages).toHaveLength(6);
});

test('waits after a failure until it is sent now', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { bodies } = await queue(world, ada, 2);
  await expect(world.chat.sendNow(ada, bodies[1]!.turnId)).rejects.toMatchObject({ code: 'message.busy' });
  (await world.model.nextCall()).fail(new ProviderError('provider.failed', 'no'));
  await world.follow(bodies[0]!.turnId).ended;
  expect((await world.chat.activeTurns(ada)).map((turn) => turn.status)).toEqual(['queued', 'queued']);

  const sent = await world.chat.sendNow(ada, bodies[1]!.turnId);
  expect(sent.status).toBe('running');
  const call = await world.model.nextCall();
  expect(lastQuestion(call.call.messages)).toBe('message 1');
  await expect(world.chat.sendNow(ada, bodies[1]!.turnId)).rejects.toMatchObject({ code: 'turn.not-queued' });
  call.finish();
  const last = await world.model.nextCall();
  last.finish();
  await world.follow(bodies[2]!.turnId).ended;
});

test('a stop lets the queue wait', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { bodies } = await queue(world, ada, 1);
  await world.model.nextCall();
  await world.chat.stopTurn(ada, bodies[0]!.turnId);
  expect((await world.chat.getTurn(ada, bodies[1]!.turnId)).status).toBe('queued');
  expect(world.model.calls).toHaveLength(1);
});
