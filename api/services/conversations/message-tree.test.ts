import { uuidv7 } from '@parley/chat-core';
import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { ModelProvider } from '../../providers/port.ts';
import type { MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { createRandom } from '../../test/crash/random.ts';
import { createChatWorld, sendBody, testModel } from '../chat/__fixtures__/chat-world.ts';
import { assumedFacts } from '../models/model-facts.ts';

const seed = Number(process.env['PARLEY_SEED'] ?? 7);

const prompt: ModelProvider = {
  models: async () => [],
  async *stream() {
    yield { type: 'text-start', part: 't' };
    yield { type: 'text-delta', part: 't', delta: 'Yes.' };
    yield { type: 'finish', stopReason: 'end' };
  },
};

/** Refusals are part of the game; defects are not. */
const orRefused = (action: Promise<unknown>): Promise<unknown> =>
  action.catch((error: unknown) => {
    if (!(error instanceof RequestError)) throw error;
  });

test(`a tree under concurrent edits, deletions and copies has no orphan, cycle or foreign edge (seed ${seed})`, async () => {
  await using world = await createChatWorld({ resolveModel: async () => ({ provider: prompt, model: 'prompt', facts: assumedFacts() }) });
  const people = [await world.person('ada'), await world.person('bob')];
  const random = createRandom(seed, 0);

  for (const [index, scope] of people.entries()) {
    const { conversationId, body } = await world.begin(scope, 'root');
    await world.follow(body.turnId).ended;
    const questions = [body.userMessageId];
    const answers = [body.answerId];
    const foreign = index === 0 ? null : await firstMessage(people[0]!);
    const act = async (): Promise<unknown> => {
      const { conversations, chat } = world;
      const kind = random.pick(['send', 'send', 'edit', 'regenerate', 'delete', 'restore', 'select', 'copy', 'foreign'] as const);
      const anywhere = random.pick([...questions, ...answers]);
      switch (kind) {
        case 'send':
        case 'edit': {
          const turn = sendBody(kind === 'edit' ? null : random.pick(answers), kind);
          questions.push(turn.userMessageId);
          answers.push(turn.answerId);
          return chat.startTurn(scope, conversationId, turn);
        }
        case 'regenerate': {
          const turn = { kind, turnId: uuidv7(), answerId: uuidv7(), parentId: random.pick(questions), model: testModel };
          answers.push(turn.answerId);
          return chat.startTurn(scope, conversationId, turn);
        }
        case 'delete':
          return conversations.removeMessage(scope, conversationId, anywhere);
        case 'restore':
          return conversations.restoreMessage(scope, conversationId, anywhere);
        case 'select':
          return conversations.select(scope, conversationId, anywhere);
        case 'copy':
          return conversations.copy(scope, conversationId, { newId: uuidv7(), upToMessageId: anywhere });
        case 'foreign':
          return foreign && chat.startTurn(scope, conversationId, sendBody(foreign, 'over the fence'));
      }
    };
    for (let round = 0; round < 25; round += 1) await Promise.all(Array.from({ length: 6 }, () => orRefused(act())));
    await expect.poll(async () => (await world.chat.activeTurns(scope)).length, { timeout: 10_000 }).toBe(0);
    for (const id of [...questions, ...answers]) await orRefused(world.conversations.restoreMessage(scope, conversationId, id));
    await expectTree(scope, conversationId, [...questions, ...answers]);
  }

  async function firstMessage(scope: Scope): Promise<string> {
    const list = await world.conversations.list(scope, { show: 'active', limit: 1 });
    const page = await world.conversations.branch(scope, list.rows[0]!.id, { limit: 1 });
    return page.messages[0]!.id;
  }

  async function expectTree(scope: Scope, conversationId: string, ids: readonly string[]): Promise<void> {
    const rows = new Map<string, MessageWithSiblings>();
    for (const id of ids) {
      const row = await world.storage.getMessage(scope, conversationId, id);
      if (row !== null && row !== 'no-message') rows.set(id, row);
    }
    expect(rows.size).toBeGreaterThan(20);
    expect(new Set(Array.from(rows.values(), (row) => row.ordinal)).size).toBe(rows.size);
    for (const row of rows.values()) {
      expect(row.conversationId).toBe(conversationId);
      expect(row.siblings).toContain(row.id);
      const parent = row.parentId === null ? undefined : rows.get(row.parentId);
      if (row.parentId !== null) expect(parent, `the parent of ${row.id}`).toBeDefined();
      expect(row.parentOrdinal).toBe(parent?.ordinal ?? 0);
      // Parents come first, so no walk upwards can come back to where it began.
      expect(row.parentOrdinal).toBeLessThan(row.ordinal);
      if (parent) expect(row.role).not.toBe(parent.role);
    }
  }
});
