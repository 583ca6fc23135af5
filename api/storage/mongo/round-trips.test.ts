import { startMongo } from '@parley/test-kit';
import { uuidv7 } from '@parley/chat-core';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, line, newPerson, regenerateInput, sendInput, settleInput } from '../contract/builders.ts';
import type { Scope } from '../ports/scope.ts';
import { createMongoStorage, type MongoStorage } from './create-mongo-storage.ts';

const server = await startMongo();

/** Every command of a transaction counts, its commit too. What these bounds rest on is in decision 0009. */
describe.skipIf(server === null)('commands to the server', () => {
  const database = `parley-${uuidv7()}`;
  const sent: string[] = [];
  let storage: MongoStorage;
  let ada: Scope;
  beforeAll(async () => {
    const onCommand = (command: object): void => void sent.push(Object.keys(command)[0] ?? '');
    storage = await createMongoStorage({ uri: server!.uri, database, onCommand });
    ada = await newPerson(storage);
  });
  afterAll(async () => {
    await storage[Symbol.asyncDispose]();
    await using client = await MongoClient.connect(server!.uri);
    await client.db(database).dropDatabase();
    await server!.process?.stop();
  });

  async function count<Result>(work: () => Promise<Result>): Promise<{ commands: string[]; result: Result }> {
    sent.length = 0;
    const result = await work();
    return { commands: sent.filter((name) => name !== 'endSessions'), result };
  }

  test('beginning a conversation takes 7, and settling its turn 6', async () => {
    const input = sendInput(null, 'Hello');
    const begun = await count(() => storage.beginTurn(ada, input));
    expect(begun.commands.length, begun.commands.join()).toBeLessThanOrEqual(7);
    const settled = await count(() => storage.settleTurn(ada, settleInput(input.turnId)));
    expect(settled.commands.length, settled.commands.join()).toBeLessThanOrEqual(6);
  });

  test('going on at the end of a conversation takes at most 8, however long it is', async () => {
    const talk = await line(storage, ada, 1);
    let parent = talk.inputs[0]!.answerId;
    const begins: number[] = [];
    for (let turn = 2; turn <= 33; turn += 1) {
      const input = sendInput(parent, 'More', { conversationId: talk.conversationId });
      const { commands } = await count(() => storage.beginTurn(ada, input));
      begins.push(commands.length);
      const settled = await count(() => storage.settleTurn(ada, settleInput(input.turnId)));
      expect(settled.commands.length, settled.commands.join()).toBeLessThanOrEqual(6);
      parent = input.answerId;
    }
    expect(Math.max(...begins), begins.join()).toBeLessThanOrEqual(8);
  });

  test('another answer, and a send where the conversation is not open at, take at most 11', async () => {
    const one = await exchange(storage, ada, null, 'One');
    const { id: conversationId } = one.conversation;
    const input = regenerateInput(conversationId, one.userMessage!.id);
    const again = await count(() => storage.beginTurn(ada, input));
    expect(again.commands.length, again.commands.join()).toBeLessThanOrEqual(11);
    await storage.settleTurn(ada, settleInput(input.turnId));
    const aside = await count(() => storage.beginTurn(ada, sendInput(one.answer.id, 'Aside', { conversationId })));
    expect(aside.commands.length, aside.commands.join()).toBeLessThanOrEqual(11);
  });

  test('a list takes 2, and a page of a branch 7', async () => {
    const { conversationId } = await line(storage, ada, 20);
    const list = await count(() => storage.listConversations(ada, { show: 'active', limit: 20 }));
    expect(list.commands.length, list.commands.join()).toBeLessThanOrEqual(2);
    const page = await count(() => storage.readBranch(ada, conversationId, { limit: 20 }));
    expect(page.commands.length, page.commands.join()).toBeLessThanOrEqual(7);
  });
});
