import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn, TurnEvent } from '@parley/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChatWorld, testModel, type Begun } from './__fixtures__/chat-world.ts';
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
  expect(await world.chat.recover()).toEqual({ interrupted: 3, damaged: 0, failed: 0 });
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
  expect(await world.chat.recover()).toEqual({ interrupted: 0, damaged: 0, failed: 0 });
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
    async recover(turnId: string): Promise<TurnEvent[]> {
      if (turnId === begun[0]!.body.turnId) throw new Error('malformed');
      return probe.turnLog.recover(turnId);
    },
  };
  await using _ = probe;
  const chat = probe.secondNode({ turnLog });
  expect(await chat.recover()).toEqual({ interrupted: 1, damaged: 1, failed: 0 });
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
    recover: async (turnId: string): Promise<TurnEvent[]> => [
      ...(await world.turnLog.recover(turnId)),
      { type: 'turn-end', status: 'stopped', stopReason: 'stopped' },
    ],
  };
  await world.secondNode({ turnLog }).recover();
  expect(await world.message(ada, conversationId, body.answerId)).toMatchObject({ status: 'stopped', stopReason: 'stopped', error: null });
});
