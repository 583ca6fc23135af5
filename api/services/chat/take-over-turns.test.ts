import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { RequestError, type CreateTurn } from '@parley/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChatWorld, sendBody, testModel, type Begun } from './__fixtures__/chat-world.ts';
import type { TakenLog } from '../../realtime/ports.ts';
import type { Scope } from '../../storage/ports/scope.ts';

let dataDir = '';
beforeEach(() => void (dataDir = mkdtempSync(path.join(tmpdir(), 'parley-recover-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A process that dies: its storage and log are closed under running turns, so nothing is settled any more. */
async function diesWhile(texts: readonly string[]): Promise<{ ada: Scope; begun: Begun[] }> {
  const world = await createChatWorld({ dataDir });
  const ada = await world.person('ada');
  const begun: Begun[] = [];
  for (const text of texts) {
    const each = await world.begin(ada, text);
    begun.push(each);
    const call = await world.model.nextCall();
    if (text !== 'silent') call.say(`to ${text}: half`);
    if (text !== 'silent') await world.follow(each.body.turnId).shows('half');
  }
  await world.turnLog[Symbol.asyncDispose]();
  await world.storage[Symbol.asyncDispose]();
  return { ada, begun };
}

test('folds the log of every unfinished turn into its answer and marks it interrupted', async () => {
  const { ada, begun } = await diesWhile(['one', 'two', 'silent']);
  await using world = await createChatWorld({ dataDir });
  expect(await world.chat.recover()).toEqual({ interrupted: 3, continued: 0, damaged: 0, failed: 0 });
  for (const [index, text] of ['to one: half', 'to two: half', ''].entries()) {
    const { conversationId, body } = begun[index]!;
    expect(await world.storedText(ada, conversationId, body.answerId)).toBe(text);
    expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
      status: 'interrupted',
      stopReason: 'interrupted',
      error: { code: 'turn.interrupted' },
    });
    expect(await world.turnLog.recover(body.turnId)).toEqual([]);
  }
  expect(await world.chat.activeTurns(ada)).toEqual([]);
});

test('changes nothing when it is repeated', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  await using world = await createChatWorld({ dataDir });
  await world.chat.recover();
  const before = await world.message(ada, conversationId, body.answerId);
  expect(await world.chat.recover()).toEqual({ interrupted: 0, continued: 0, damaged: 0, failed: 0 });
  expect(await world.message(ada, conversationId, body.answerId)).toEqual(before);
});

test('an interrupted answer can be continued, and the continuation survives a death too', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  const more: CreateTurn = { kind: 'continue', turnId: uuidv7(), answerId: body.answerId, parentId: body.userMessageId, model: testModel };
  const second = await createChatWorld({ dataDir });
  await second.chat.recover();
  await second.chat.startTurn(ada, conversationId, more);
  (await second.model.nextCall()).say(', and more');
  await second.follow(more.turnId).shows('more');
  await second.turnLog[Symbol.asyncDispose]();
  await second.storage[Symbol.asyncDispose]();

  await using third = await createChatWorld({ dataDir });
  expect(await third.chat.recover()).toMatchObject({ interrupted: 1 });
  expect(await third.storedText(ada, conversationId, body.answerId)).toBe('to one: half, and more');
  expect((await third.message(ada, conversationId, body.answerId)).parts).toHaveLength(1);
});

test('one log that cannot be read does not stop the others', async () => {
  const { ada, begun } = await diesWhile(['one', 'two']);
  const probe = await createChatWorld({ dataDir });
  const turnLog = {
    ...probe.turnLog,
    async takeOver(turnId: string, epoch: number): Promise<TakenLog> {
      if (turnId === begun[0]!.body.turnId) throw new Error('malformed');
      return probe.turnLog.takeOver(turnId, epoch);
    },
  };
  await using _ = probe;
  const chat = probe.secondNode({ turnLog });
  expect(await chat.recover()).toEqual({ interrupted: 1, continued: 0, damaged: 1, failed: 0 });
  const statuses = await Promise.all(begun.map(({ body }) => chat.getTurn(ada, body.turnId)));
  expect(statuses.map((turn) => turn.status)).toEqual(['interrupted', 'interrupted']);
  expect(await probe.turnLog.recover(begun[0]!.body.turnId)).not.toEqual([]);
});

test('a turn whose end was logged keeps its own ending', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  await using world = await createChatWorld({ dataDir });
  const turnLog = {
    ...world.turnLog,
    async takeOver(turnId: string, epoch: number): Promise<TakenLog> {
      const taken = await world.turnLog.takeOver(turnId, epoch);
      return { ...taken, events: [...taken.events, { type: 'turn-end', status: 'stopped', stopReason: 'stopped' }] };
    },
  };
  await world.secondNode({ turnLog }).recover();
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({ status: 'stopped', stopReason: 'stopped', error: null });
});

test('its readers are told the end', async () => {
  const { begun } = await diesWhile(['one']);
  await using world = await createChatWorld({ dataDir });
  await world.chat.recover();
  const reader = world.follow(begun[0]!.body.turnId);
  expect(await reader.ended).toBe('ended');
  expect(reader.text()).toBe('to one: half');
  expect(reader.events.at(-1)).toMatchObject({ type: 'turn-end', status: 'interrupted' });
});

test('where the operator wants that, the turn goes on from the partial text, as one answer', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  await using world = await createChatWorld({ dataDir, autoContinue: true });
  expect(await world.chat.recover()).toEqual({ interrupted: 0, continued: 1, damaged: 0, failed: 0 });
  const call = await world.model.nextCall();
  expect(call.call.messages.at(-1)).toMatchObject({ role: 'assistant', parts: [{ type: 'text', text: 'to one: half' }] });
  const reader = world.follow(body.turnId);
  call.say(', and the rest');
  call.finish();
  expect(await reader.ended).toBe('ended');
  expect(reader.text()).toBe('to one: half, and the rest');
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
    status: 'done',
    parts: [{ type: 'text', text: 'to one: half, and the rest' }],
  });
});

test('a turn whose processes die again and again is not continued without end', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  let times = 0;
  for (let continued = 1; continued > 0; times += 1) {
    const world = await createChatWorld({ dataDir, autoContinue: true });
    ({ continued } = await world.chat.recover());
    if (continued > 0) await world.model.nextCall();
    await world.turnLog[Symbol.asyncDispose]();
    await world.storage[Symbol.asyncDispose]();
  }
  expect(times).toBe(3);
  await using world = await createChatWorld({ dataDir });
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({
    status: 'interrupted',
    parts: [{ text: 'to one: half' }],
  });
});

test('a turn whose log cannot be read now is tried again, and nothing of it is lost', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  await using world = await createChatWorld({ dataDir });
  let away = true;
  const turnLog = {
    ...world.turnLog,
    async takeOver(turnId: string, epoch: number): Promise<TakenLog> {
      if (away) throw new RequestError('server.storage-unavailable');
      return world.turnLog.takeOver(turnId, epoch);
    },
  };
  const chat = world.secondNode({ turnLog });
  expect(await chat.recover()).toMatchObject({ interrupted: 0, failed: 1 });
  expect((await chat.getTurn(ada, body.turnId)).status).toBe('running');
  away = false;
  expect(await chat.recover()).toMatchObject({ interrupted: 1, failed: 0 });
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe('to one: half');
});

test('a checkpoint that is further than the log is what is kept', async () => {
  const world = await createChatWorld({ dataDir, limits: { checkpointEvery: 10 } });
  let durable = true;
  const stored = Promise.withResolvers<void>();
  const storage = Object.create(world.storage) as typeof world.storage;
  storage.checkpointTurn = async (...args) => {
    const kept = await world.storage.checkpointTurn(...args);
    stored.resolve();
    return kept;
  };
  const chat = world.secondNode({ storage, turnLog: { ...world.turnLog, durable: () => durable } });
  await chat.recover();
  const ada = await world.person('ada');
  const [conversationId, body] = [uuidv7(), sendBody(null, 'one', { create: {} })];
  await chat.startTurn(ada, conversationId, body);
  const call = await world.model.nextCall();
  call.say('all of it');
  await world.follow(body.turnId).shows('all of it');
  durable = false;
  await stored.promise;
  await world.turnLog.delete(body.turnId);
  await world.turnLog[Symbol.asyncDispose]();
  await world.storage[Symbol.asyncDispose]();

  await using next = await createChatWorld({ dataDir });
  expect(await next.chat.recover()).toMatchObject({ interrupted: 1 });
  expect(await next.storedText(ada, conversationId, body.answerId)).toBe('all of it');
});

test('a stop that was asked for while nobody ran the turn is heard by whoever continues it', async () => {
  const { ada, begun } = await diesWhile(['one']);
  const { conversationId, body } = begun[0]!;
  await using world = await createChatWorld({ dataDir, autoContinue: true, limits: { stopWithin: 50 } });
  expect(await world.chat.stopTurn(ada, body.turnId)).toMatchObject({ status: 'running' });
  expect(await world.chat.recover()).toMatchObject({ continued: 1 });
  await expect.poll(async () => (await world.chat.getTurn(ada, body.turnId)).status).toBe('stopped');
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe('to one: half');
});
