import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn, ErrorCode } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import { createChatWorld, sendBody, testModel } from './__fixtures__/chat-world.ts';

const providerCodes: ErrorCode[] = [
  'provider.unreachable',
  'provider.timeout',
  'provider.cut-off',
  'provider.key-refused',
  'provider.quota-exhausted',
  'provider.rate-limited',
  'provider.overloaded',
  'provider.failed',
  'provider.bad-request',
  'provider.model-not-found',
  'provider.context-too-long',
  'provider.refused',
  'provider.bad-answer',
  'provider.answer-too-large',
];

test.each(providerCodes)('keeps what arrived before %s', async (code) => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hi.');
  const call = await world.model.nextCall();
  call.say('Half an ans');
  call.fail(new ProviderError(code, 'as the provider said it', { retryAfter: 0 }));
  const reader = world.follow(body.turnId);
  await reader.ended;
  const stored = await world.message(ada, conversationId, body.answerId);
  expect(stored).toMatchObject({
    status: 'failed',
    stopReason: 'error',
    error: { code, message: 'as the provider said it' },
    parts: [{ type: 'text', text: 'Half an ans' }],
  });
  expect(reader.events.at(-1)).toMatchObject({ type: 'turn-end', status: 'failed', error: { code } });
  expect(world.model.calls).toHaveLength(1);
});

test('a stream without an end is cut off, and a defect says nothing of the inside', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const first = await world.begin(ada, 'Hi.');
  (await world.model.nextCall()).fail(new TypeError('x is not a function at /srv/parley'));
  await world.follow(first.body.turnId).ended;
  const stored = await world.message(ada, first.conversationId, first.body.answerId);
  expect(stored.error?.code).toBe('server.internal');
  expect(JSON.stringify(stored.error)).not.toContain('/srv');
  expect(world.logged).toContain('error: A turn failed by a defect.');
});

test('continues a failed answer in the same text', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Sing.');
  const first = await world.model.nextCall();
  first.say('La la ');
  first.fail(new ProviderError('provider.cut-off', 'gone'));
  await world.follow(body.turnId).ended;

  const more: CreateTurn = {
    kind: 'continue',
    turnId: uuidv7(),
    answerId: body.answerId,
    parentId: body.userMessageId,
    model: testModel,
  };
  const started = await world.chat.startTurn(ada, conversationId, more);
  expect(started.answer.parts).toMatchObject([{ text: 'La la ' }]);
  const second = await world.model.nextCall();
  expect(second.call.messages).toMatchObject([{ role: 'user' }, { role: 'assistant', parts: [{ text: 'La la ' }] }]);
  second.say('land.');
  second.finish();
  await world.follow(more.turnId).ended;
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
    status: 'done',
    error: null,
    parts: [{ type: 'text', id: 'p1', text: 'La la land.' }],
  });
  const again = world.chat.startTurn(ada, conversationId, { ...more, turnId: uuidv7() });
  await expect(again).rejects.toMatchObject({ code: 'turn.not-continuable' });
});

test('ends an answer that grows beyond its cap with turn.too-long and closes the provider', async () => {
  await using world = await createChatWorld({ limits: { answerBytes: 1_000 } });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Talk.');
  const call = await world.model.nextCall();
  for (let count = 0; count < 30; count += 1) call.say('x'.repeat(99));
  await call.closed;
  await world.follow(body.turnId).ended;
  const stored = await world.message(ada, conversationId, body.answerId);
  expect(stored).toMatchObject({ status: 'failed', error: { code: 'turn.too-long' }, parts: [{ text: 'x'.repeat(990) }] });
  expect(call.signal.aborted).toBe(true);
});

test('keeps reasoning with its duration beside the text', async () => {
  let clock = 0;
  await using world = await createChatWorld({ now: () => (clock += 10) });
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Think.');
  const call = await world.model.nextCall();
  call.send({ type: 'reasoning-start', part: 'r' });
  call.send({ type: 'reasoning-delta', part: 'r', delta: 'Hm.' });
  call.send({ type: 'reasoning-end', part: 'r' });
  call.say('Yes.');
  call.finish();
  await world.follow(body.turnId).ended;
  const { parts } = await world.message(ada, conversationId, body.answerId);
  expect(parts).toMatchObject([
    { type: 'reasoning', id: 'p1', text: 'Hm.', durationMs: expect.any(Number) as number },
    { type: 'text', id: 'p2', text: 'Yes.' },
  ]);
});

test('an answer whose storage is away for a while is stored once it is back', async () => {
  const inner = await createChatWorld();
  await using _ = inner;
  let failures = 3;
  const storage = new Proxy(inner.storage, {
    get(target, name, receiver): unknown {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name !== 'settleTurn' || failures-- <= 0) return value;
      return () => Promise.reject(new Error('disk I/O error'));
    },
  });
  const chat = inner.secondNode({ storage, limits: { settleRetryMost: 10 } });
  const ada = await inner.person('ada');
  const conversationId = uuidv7();
  const body = sendBody(null, 'Hi.', { create: {} });
  await chat.startTurn(ada, conversationId, body);
  const call = await inner.model.nextCall();
  call.say('Hello.');
  call.finish();
  const reader = inner.follow(body.turnId);
  await reader.ended;
  expect(await inner.storedText(ada, conversationId, body.answerId)).toBe('Hello.');
  expect(inner.logged.filter((line) => line.startsWith('warn: A turn could not be settled'))).toHaveLength(3);
});

test('stops writing when another node has taken the turn over', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Hi.');
  const call = await world.model.nextCall();
  call.say('one ');
  await world.follow(body.turnId).shows('one');
  await world.turnLog.acquire(body.turnId, 99);
  call.say('two ');
  await call.closed;
  expect(world.follow(body.turnId).text()).toBe('one ');
});
