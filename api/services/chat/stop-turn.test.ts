import { uuidv7 } from '@parley/chat-core';
import { expect, test } from 'vitest';
import { createChatWorld, sendBody } from './__fixtures__/chat-world.ts';
import { assumedFacts } from '../models/model-facts.ts';

test('keeps the text and lets no token follow', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Talk.');
  const call = await world.model.nextCall();
  const reader = world.follow(body.turnId);
  call.say('Well, ');
  await reader.shows('Well');

  const stopping = world.chat.stopTurn(ada, body.turnId);
  await call.closed;
  call.say('too late');
  const turn = await stopping;
  expect(turn).toMatchObject({ status: 'stopped', stopReason: 'stopped', error: null });
  const shown = reader.events.length;
  await reader.ended;
  expect(reader.events).toHaveLength(shown);
  expect(reader.text()).toBe('Well, ');
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe('Well, ');
});

test('closes the provider within 100 ms', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const times: number[] = [];
  // A machine that is busy with other tests may hold one of them up.
  for (let time = 0; time < 5; time += 1) {
    const { body } = await world.begin(ada, 'Talk.');
    const call = await world.model.nextCall();
    const asked = performance.now();
    const stopping = world.chat.stopTurn(ada, body.turnId);
    await call.closed;
    times.push(performance.now() - asked);
    await stopping;
  }
  expect(Math.min(...times)).toBeLessThan(100);
});

test('works from another node', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Talk.');
  const call = await world.model.nextCall();
  call.say('Well, ');
  const turn = await world.secondNode().stopTurn(ada, body.turnId);
  expect(turn.status).toBe('stopped');
  await call.closed;
});

test('answers an ended turn and a queued turn as they are, and the same however often', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Talk.');
  const queued = sendBody(body.answerId, 'And then?');
  expect((await world.chat.startTurn(ada, conversationId, queued)).turn.status).toBe('queued');
  expect((await world.chat.stopTurn(ada, queued.turnId)).status).toBe('queued');
  const [first, second] = await Promise.all([world.chat.stopTurn(ada, body.turnId), world.chat.stopTurn(ada, body.turnId)]);
  expect(second).toEqual(first);
  expect(await world.chat.stopTurn(ada, body.turnId)).toEqual(first);
  await expect(world.chat.stopTurn(ada, uuidv7())).rejects.toMatchObject({ code: 'turn.not-found' });
});

test('ends a run whose adapter does not react to the abort', async () => {
  await using world = await createChatWorld({
    limits: { abortGrace: 20 },
    resolveModel: async () => ({
      model: 'deaf',
      facts: assumedFacts(),
      provider: {
        models: async () => [],
        async *stream() {
          yield { type: 'text-start', part: 't' };
          yield { type: 'text-delta', part: 't', delta: 'Hm' };
          await new Promise(() => undefined);
        },
      },
    }),
  });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Talk.');
  await world.follow(body.turnId).shows('Hm');
  expect((await world.chat.stopTurn(ada, body.turnId)).status).toBe('stopped');
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe('Hm');
});
