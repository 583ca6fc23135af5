import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import { createChatWorld, sendBody, type ChatWorld } from './__fixtures__/chat-world.ts';
import type { ScriptedCall } from './__fixtures__/scripted-model.ts';

const tooLong = (): ProviderError => new ProviderError('provider.context-too-long', 'Too long.');
const textOf = ({ call }: ScriptedCall): string => JSON.stringify(call.messages);

/** Two exchanges, and a third question that is being asked. */
async function thirdQuestion(world: ChatWorld) {
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'First question');
  let parent = body.answerId;
  const answer = async (text: string): Promise<void> => {
    const call = await world.model.nextCall();
    call.say(text);
    call.finish();
  };
  await answer('First answer.');
  await world.follow(body.turnId).ended;
  const second = sendBody(parent, 'Second question');
  await world.chat.startTurn(ada, conversationId, second);
  await answer('Second answer.');
  await world.follow(second.turnId).ended;
  parent = second.answerId;
  const third = sendBody(parent, 'Third question');
  await world.chat.startTurn(ada, conversationId, third);
  return { ada, conversationId, third, call: await world.model.nextCall() };
}

test('a provider that finds it too long is asked once more, with a summary in place of the beginning', async () => {
  await using world = await createChatWorld();
  const { ada, conversationId, third, call } = await thirdQuestion(world);
  expect(textOf(call)).toContain('First question');
  call.fail(tooLong());
  const summary = await world.model.nextCall();
  summary.say('Questions were asked.');
  summary.finish();
  const again = await world.model.nextCall();
  expect(textOf(again)).toContain('Questions were asked.');
  expect(textOf(again)).toContain('Third question');
  expect(textOf(again)).not.toContain('First answer.');
  again.say('Third answer.');
  again.finish();
  const reader = world.follow(third.turnId);
  await reader.ended;
  expect(reader.text()).toBe('Third answer.');
  expect(reader.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'context.summarised' }));
  expect(reader.events.filter(({ type }) => type === 'attempt-start')).toHaveLength(2);
  expect(await world.storage.readNotes(ada, conversationId)).toMatchObject([{ kind: 'summary', text: 'Questions were asked.' }]);
});

test('another model writes the summary where the operator wants that; the chat’s own where that one cannot be used', async () => {
  for (const id of ['writer', 'gone']) {
    await using world = await createChatWorld({
      summaries: { enabled: true, by: { endpoint: 'other', id } },
      wrap: ({ resolveModel, ...rest }) => ({
        ...rest,
        resolveModel: async (scope, ref) => {
          if (ref.id === 'gone') throw new RequestError('endpoint.not-found');
          return resolveModel(scope, { ...ref, endpoint: 'test' });
        },
      }),
    });
    const { call, third, ada } = await thirdQuestion(world);
    call.fail(tooLong());
    const summary = await world.model.nextCall();
    expect(summary.call.model).toBe(id === 'writer' ? 'writer' : 'test-1');
    summary.say('Short.');
    summary.finish();
    (await world.model.nextCall()).finish();
    await world.follow(third.turnId).ended;
    const calls = await world.storage.readLedger(ada, third.turnId);
    expect(calls.find(({ kind }) => kind === 'summary')).toMatchObject({
      endpoint: id === 'writer' ? 'other' : 'test',
      model: summary.call.model,
    });
  }
});

test('it is asked no third time', async () => {
  await using world = await createChatWorld({ summaries: { enabled: false } });
  const { ada, conversationId, third, call } = await thirdQuestion(world);
  call.fail(tooLong());
  (await world.model.nextCall()).fail(tooLong());
  await world.follow(third.turnId).ended;
  expect(await world.message(ada, conversationId, third.answerId)).toMatchObject({
    status: 'failed',
    error: { code: 'provider.context-too-long' },
  });
  expect(world.model.calls).toHaveLength(4);
});

test('with summaries switched off the beginning is left out, visibly, and stays out', async () => {
  await using world = await createChatWorld();
  const { ada, conversationId, third, call } = await thirdQuestion(world);
  await world.storage.updateConversation(ada, conversationId, { settings: { compaction: 'off' } });
  call.fail(tooLong());
  // The settings were read before; a new turn has the new ones.
  const summary = await world.model.nextCall();
  summary.fail(tooLong());
  const again = await world.model.nextCall();
  expect(textOf(again)).not.toContain('First question');
  again.say('Third answer.');
  again.finish();
  const reader = world.follow(third.turnId);
  await reader.ended;
  expect(reader.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'context.cut' }));
  expect(await world.storage.readNotes(ada, conversationId)).toMatchObject([{ kind: 'cut', detail: { automatic: true } }]);
  const fourth = sendBody(third.answerId, 'Fourth question');
  await world.chat.startTurn(ada, conversationId, fourth);
  const next = await world.model.nextCall();
  expect(textOf(next)).not.toContain('First question');
  expect(textOf(next)).toContain('Third answer.');
  next.finish();
});

test('a first question that is too long is not asked again', async () => {
  await using world = await createChatWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, 'Much too long.');
  (await world.model.nextCall()).fail(tooLong());
  await world.follow(body.turnId).ended;
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({ error: { code: 'provider.context-too-long' } });
  expect(world.model.calls).toHaveLength(1);
});

test('a stop while the summary is written ends the turn, and nothing is folded', async () => {
  await using world = await createChatWorld();
  const { ada, conversationId, third, call } = await thirdQuestion(world);
  call.fail(tooLong());
  const summary = await world.model.nextCall();
  await world.chat.stopTurn(ada, third.turnId);
  await summary.closed;
  expect(await world.message(ada, conversationId, third.answerId)).toMatchObject({ status: 'stopped' });
  expect(await world.storage.readNotes(ada, conversationId)).toEqual([]);
});
