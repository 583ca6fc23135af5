import type { Damaged } from '@parley/contracts';
import { expect, test } from 'vitest';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { BranchPage, MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { buildContext, contextBudget } from './build-context.ts';

const message = (ordinal: number, text: string): MessageWithSiblings => ({
  id: `m${ordinal}`,
  conversationId: 'c',
  parentId: ordinal === 1 ? null : `m${ordinal - 1}`,
  ordinal,
  parentOrdinal: ordinal - 1,
  role: ordinal % 2 === 1 ? 'user' : 'assistant',
  parts: text === '' ? [] : [{ type: 'text', id: 'p1', text }],
  status: 'done',
  model: null,
  usage: null,
  stopReason: null,
  error: null,
  turnId: null,
  createdAt: 0,
  editedAt: null,
  deletedAt: null,
  siblings: [`m${ordinal}`],
});

/** A branch that is read like the real one, a page from its end at a time, and counts its reads. */
function branch(messages: (MessageWithSiblings | Damaged)[], settings: ConversationRow['settings'] = {}) {
  let reads = 0;
  const conversation = { settings } as ConversationRow;
  return {
    reads: () => reads,
    async readBranch(_scope: unknown, _id: string, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<BranchPage> {
      reads += 1;
      const end = beforeId === undefined ? messages.length : messages.findIndex((each) => each.id === beforeId);
      const start = Math.max(0, end - limit);
      return { conversation, leafId: 'leaf', messages: messages.slice(start, end), earlier: start === 0 ? null : messages[start]!.id };
    },
  };
}

const scope = scopeOfTurn({ ownerId: 'o' });
const turn = (answer: number, kind: TurnRow['kind'] = 'send', settings: TurnRow['settings'] = {}): TurnRow =>
  ({ conversationId: 'c', answerId: `m${answer}`, kind, settings }) as TurnRow;
const texts = (context: { messages: readonly { parts: readonly unknown[] }[] }): unknown[] =>
  context.messages.map(({ parts }) => (parts[0] as { text: string }).text);

test('sends the branch up to the question and not the answer that is being written', async () => {
  const storage = branch([message(1, 'one'), message(2, 'two'), message(3, 'three'), message(4, '')]);
  const context = await buildContext(storage, scope, turn(4), () => 1_000);
  expect(texts(context)).toEqual(['one', 'two', 'three']);
  expect(context.firstExchange).toBe(false);
  expect(storage.reads()).toBe(1);
});

test('sends the unfinished answer too when it is continued', async () => {
  const soFar = [{ type: 'text' as const, id: 'p1', text: 'two, so' }];
  const storage = branch([message(1, 'one'), message(2, 'tw')]);
  const context = await buildContext(storage, scope, turn(2, 'continue'), () => 1_000, soFar);
  // What the run knows is newer than what is stored, and what is sent does not change while it grows.
  soFar[0]!.text += ' and more';
  expect(texts(context)).toEqual(['one', 'two, so']);
  expect(context.firstExchange).toBe(true);
  expect(texts(await buildContext(storage, scope, turn(2, 'continue'), () => 5, soFar))).toEqual(['one', 'two, so and more'].slice(1));
});

test('keeps the newest within the budget and begins with a question', async () => {
  const storage = branch(Array.from({ length: 6 }, (_, index) => message(index + 1, 'x'.repeat(10))));
  expect((await buildContext(storage, scope, turn(6), () => 50)).messages).toHaveLength(5);
  expect((await buildContext(storage, scope, turn(6), () => 49)).messages).toHaveLength(3);
  expect((await buildContext(storage, scope, turn(6), () => 0)).messages).toHaveLength(1);
});

test('leaves out damaged rows and answers that never came', async () => {
  const storage = branch([message(1, 'one'), message(2, ''), { type: 'damaged', id: 'm3' }, message(5, 'five'), message(6, '')]);
  expect(texts(await buildContext(storage, scope, turn(6), () => 1_000))).toEqual(['one', 'five']);
});

test('reads no more of a very long branch than is sent', async () => {
  const storage = branch(Array.from({ length: 10_000 }, (_, index) => message(index + 1, 'x'.repeat(100))));
  const context = await buildContext(storage, scope, turn(10_000), () => 20_000);
  expect(storage.reads()).toBe(1);
  expect(context.messages.length).toBeLessThanOrEqual(200);
  const long = await buildContext(storage, scope, turn(10_000), () => 100_000);
  expect(long.messages.length).toBeGreaterThan(990);
  expect(storage.reads()).toBe(5);
});

test("lays the turn's settings over the conversation's", async () => {
  const storage = branch([message(1, 'q'), message(2, '')], { instructions: 'Be brief.', temperature: 1 });
  expect((await buildContext(storage, scope, turn(2, 'send', { temperature: 0 }), () => 9)).settings).toEqual({
    instructions: 'Be brief.',
    temperature: 0,
  });
});

test('leaves room for the answer in what a model can hold', () => {
  expect(contextBudget({}, undefined, 400_000)).toBe(400_000);
  expect(contextBudget({}, 8_192, 0)).toBe((8_192 - 4_096) * 3);
  expect(contextBudget({ maxOutputTokens: 1_000, instructions: 'x'.repeat(30) }, 11_000, 0)).toBe(29_970);
});
