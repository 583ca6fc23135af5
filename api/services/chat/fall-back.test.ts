import { RequestError, type ErrorCode, type ModelRef, type TurnEvent } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import { assumedFacts } from '../models/model-facts.ts';
import { createChatWorld, testModel, type ChatWorld } from './__fixtures__/chat-world.ts';
import { createScriptedModel, type ScriptedModel } from './__fixtures__/scripted-model.ts';

const other: ModelRef = { endpoint: 'other', id: 'other-1' };
const third: ModelRef = { endpoint: 'third', id: 'third-1' };
const limits = { retryPause: 5 };

interface Place extends AsyncDisposable {
  readonly world: ChatWorld;
  readonly first: ScriptedModel;
  readonly second: ScriptedModel;
}

/** A model with two retries; `fallbacks` name what is asked in its place. `other` alone can be used. */
async function place(fallbacks: readonly ModelRef[] = [], retries = 2): Promise<Place> {
  const [first, second] = [createScriptedModel(), createScriptedModel()];
  const resolveModel: ResolveModel = async (_scope, ref) => {
    if (ref.endpoint === testModel.endpoint) return { provider: first.provider, model: ref.id, facts: assumedFacts(), retries, fallbacks };
    if (ref.endpoint === other.endpoint) return { provider: second.provider, model: ref.id, facts: assumedFacts(), retries: 0 };
    throw new RequestError('endpoint.key-missing');
  };
  const world = await createChatWorld({ resolveModel, limits });
  return { world, first, second, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** Without what each was estimated to send. */
const starts = (events: readonly TurnEvent[]): TurnEvent[] =>
  events.flatMap((event) => (event.type === 'attempt-start' ? [{ ...event, inputTokens: undefined }] : []));

test('asks again after a pause while nothing has arrived, and says each attempt with its model', async () => {
  await using here = await place();
  const { world, first } = here;
  const ada = await world.person('ada');
  const { body } = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.overloaded', 'busy'));
  (await first.nextCall()).fail(new ProviderError('provider.rate-limited', 'wait', { retryAfter: 0.01 }));
  const last = await first.nextCall();
  last.say('Hello.');
  last.finish();
  const reader = world.follow(body.turnId);
  await reader.ended;
  expect(reader.text()).toBe('Hello.');
  expect(starts(reader.events)).toEqual([1, 2, 3].map((attempt) => ({ type: 'attempt-start', attempt, model: testModel })));
});

test('gives up when the retries are used up, or the wait is too long, with what the provider said', async () => {
  await using here = await place([], 1);
  const { world, first } = here;
  const ada = await world.person('ada');
  const one = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.unreachable', 'nothing listens there'));
  (await first.nextCall()).fail(new ProviderError('provider.unreachable', 'still nothing'));
  await world.follow(one.body.turnId).ended;
  expect((await world.message(ada, one.conversationId, one.body.answerId)).error).toMatchObject({ message: 'still nothing' });

  const two = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.rate-limited', 'wait', { retryAfter: 30 }));
  await world.follow(two.body.turnId).ended;
  const stored = await world.message(ada, two.conversationId, two.body.answerId);
  expect(stored.error).toMatchObject({ code: 'provider.rate-limited', params: { retryAfter: 30 } });
  expect(first.calls).toHaveLength(3);
});

test('a stop during the pause ends the turn as stopped, without another attempt', async () => {
  await using here = await place();
  const { world, first } = here;
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.overloaded', 'busy', { retryAfter: 15 }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await world.chat.stopTurn(ada, body.turnId);
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({ status: 'stopped' });
  expect(first.calls).toHaveLength(1);
});

test.each<ErrorCode>(['provider.unreachable', 'provider.quota-exhausted', 'endpoint.busy'])(
  'asks the fallback after %s; the answer names who gave it, and why, live and stored',
  async (code) => {
    await using here = await place([third, other], 0);
    const { world, first, second } = here;
    const ada = await world.person('ada');
    const { conversationId, body } = await world.begin(ada, 'Hi.');
    (await first.nextCall()).fail(new ProviderError(code, 'as it said'));
    const call = await second.nextCall();
    expect(call.call).toMatchObject({ model: 'other-1', messages: [{ role: 'user' }] });
    call.say('Hello from the other.');
    call.finish();
    const reader = world.follow(body.turnId);
    await reader.ended;
    const why = { from: testModel, error: { code, message: 'as it said' } };
    expect(starts(reader.events)).toMatchObject([
      { attempt: 1, model: testModel },
      { attempt: 2, model: other, fallback: why },
    ]);
    expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
      status: 'done',
      model: other,
      parts: [
        { type: 'fallback', to: other, ...why },
        { type: 'text', text: 'Hello from the other.' },
      ],
    });
    expect(world.logged).toContain('warn: A fallback cannot be used.');
  },
);

test('never falls back after the first word, nor for a fault of the question', async () => {
  await using here = await place([other], 0);
  const { world, first, second } = here;
  const ada = await world.person('ada');
  const one = await world.begin(ada, 'Hi.');
  const call = await first.nextCall();
  call.say('Half an ans');
  call.fail(new ProviderError('provider.cut-off', 'gone'));
  await world.follow(one.body.turnId).ended;
  const two = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.bad-request', 'no such thing'));
  await world.follow(two.body.turnId).ended;
  expect(second.calls).toHaveLength(0);
  expect(await world.message(ada, one.conversationId, one.body.answerId)).toMatchObject({ status: 'failed', model: testModel });
});

test('when all fail, the answer tells of each', async () => {
  await using here = await place([other], 0);
  const { world, first, second } = here;
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.unreachable', 'dead'));
  (await second.nextCall()).fail(new ProviderError('provider.failed', 'dead too'));
  await world.follow(body.turnId).ended;
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
    status: 'failed',
    model: other,
    error: { code: 'provider.failed', message: 'dead too' },
    parts: [{ type: 'fallback', from: testModel, error: { message: 'dead' } }],
  });
});

test('what a fallback said is sent on with the next question without the note about it', async () => {
  await using here = await place([other], 0);
  const { world, first, second } = here;
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Hi.');
  (await first.nextCall()).fail(new ProviderError('provider.unreachable', 'dead'));
  const call = await second.nextCall();
  call.say('Hello.');
  call.finish();
  await world.follow(body.turnId).ended;
  const { kind, model, parts, ...ids } = body;
  const turnId = `${ids.turnId.slice(0, -4)}ffff`;
  await world.chat.startTurn(ada, conversationId, {
    kind,
    model,
    parts,
    turnId,
    parentId: body.answerId,
    answerId: `${ids.answerId.slice(0, -4)}ffff`,
    userMessageId: `${ids.userMessageId.slice(0, -4)}ffff`,
  });
  const next = await first.nextCall();
  next.finish();
  await world.follow(turnId).ended;
  expect(next.call.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
});
