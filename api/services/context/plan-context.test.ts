import type { Damaged } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { MessageWithSiblings } from '../../storage/ports/messages.ts';
import { fakeBranch, message, note, requestFor, scope } from './__fixtures__/fake-branch.ts';
import { assembleContext, summaryHeading, toModelMessages } from './assemble-context.ts';
import { overflows, plannedTokens, type ContextPlan } from './context-plan.ts';
import { planContext } from './plan-context.ts';

const ids = ({ kept }: ContextPlan): string[] => kept.map((each) => each.message.id);
/** Some twenty tokens with those around them. */
const ten = 'five5 '.repeat(8).slice(0, 47);
const line = (count: number): MessageWithSiblings[] => Array.from({ length: count }, (_, at) => message(at + 1, ten));
const texts = (plan: ContextPlan): unknown[] =>
  toModelMessages(assembleContext(plan)).map(({ role, parts }) => [role, ...parts.map((part) => part['text' as keyof typeof part])]);

test('sends the branch up to the question and not the answer that is being written', async () => {
  const { tools, reads } = fakeBranch([message(1, 'one'), message(2, 'two'), message(3, 'three'), message(4, '')]);
  const plan = await planContext(tools, scope, requestFor(4, 1_000));
  expect(texts(plan)).toEqual([
    ['user', 'one'],
    ['assistant', 'two'],
    ['user', 'three'],
  ]);
  expect(plan.firstExchange).toBe(false);
  expect(overflows(plan)).toBe(false);
  expect(reads()).toBe(1);
});

test('sends what there is of an answer that is gone on with last', async () => {
  const { tools } = fakeBranch([message(1, 'one'), message(2, 'tw')]);
  const tail = { role: 'assistant' as const, parts: [{ type: 'text' as const, id: 'p1', text: 'two, so' }] };
  const plan = await planContext(tools, scope, requestFor(2, 1_000, { tail }));
  expect(texts(plan)).toEqual([
    ['user', 'one'],
    ['assistant', 'two, so'],
  ]);
  expect(plan.firstExchange).toBe(true);
});

test("lays the turn's settings over the conversation's, and counts the instructions", async () => {
  const settings = { instructions: 'Be brief.', temperature: 1 };
  const { tools } = fakeBranch([message(1, 'q'), message(2, '')], { settings });
  const plan = await planContext(tools, scope, requestFor(2, 100, { settings: { temperature: 0 } }));
  expect(plan.settings).toEqual({ instructions: 'Be brief.', temperature: 0 });
  const bare = await planContext(fakeBranch([message(1, 'q'), message(2, '')]).tools, scope, requestFor(2, 100));
  expect(plannedTokens(plan)).toBeGreaterThan(plannedTokens(bare) + 4);
});

test('leaves out damaged rows, answers that never came, and what was excluded', async () => {
  const rows: (MessageWithSiblings | Damaged)[] = [
    message(1, 'one'),
    message(2, ''),
    { type: 'damaged', id: 'm3' },
    message(5, 'five'),
    message(6, ''),
  ];
  const plan = await planContext(fakeBranch(rows).tools, scope, requestFor(6, 1_000));
  expect(ids(plan)).toEqual(['m1', 'm5']);
  expect(plan.dropped).toMatchObject([{ reason: 'damaged', message: { id: 'm3' } }]);
  const { tools } = fakeBranch(line(6), { notes: [note(2, 'excluded'), note(3, 'excluded')] });
  const without = await planContext(tools, scope, requestFor(6, 1_000));
  expect(ids(without)).toEqual(['m1', 'm4', 'm5']);
  expect(without.dropped.map(({ message: each, reason }) => [each.id, reason])).toEqual([
    ['m2', 'excluded'],
    ['m3', 'excluded'],
  ]);
});

test('a call and its result in two messages are sent together or not at all', async () => {
  const call = message(2, '', [{ type: 'tool-call', id: 'p1', callId: 'c1', name: 'look', arguments: '{}' }]);
  const result = message(3, '', [{ type: 'tool-result', id: 'p1', callId: 'c1', content: 'seen' }]);
  const rows = [message(1, 'one'), call, result, message(4, 'four'), message(5, 'five'), message(6, '')];
  for (const excluded of [2, 3]) {
    const plan = await planContext(fakeBranch(rows, { notes: [note(excluded, 'excluded')] }).tools, scope, requestFor(6, 1_000));
    expect(ids(plan)).toEqual(['m1', 'm4', 'm5']);
    expect(plan.dropped.map(({ reason }) => reason).toSorted()).toEqual(['excluded', 'pair']);
  }
});

test('a summary stands for all above, at the head of the next question', async () => {
  const { tools } = fakeBranch(line(8), { notes: [note(2, 'summary'), note(4, 'summary')] });
  const plan = await planContext(tools, scope, requestFor(8, 1_000));
  expect(texts(plan)).toEqual([
    ['user', `${summaryHeading}\n\nSummary up to 4.`, ten],
    ['assistant', ten],
    ['user', ten],
  ]);
  expect(plan.summaryWeight.tokens).toBeGreaterThan(0);
});

test('a cut leaves out all above but the summary it was made with, for models that take no more', async () => {
  const cut = (budget: number) => note(4, 'cut', { detail: { budget, summary: 'summary-2' } });
  const { tools } = fakeBranch(line(8), { notes: [note(2, 'summary'), cut(1_000)] });
  const plan = await planContext(tools, scope, requestFor(8, 1_000));
  expect(texts(plan)[0]).toEqual(['user', `${summaryHeading}\n\nSummary up to 2.`, ten]);
  expect(ids(plan)).toEqual(['m5', 'm6', 'm7']);
  const roomier = await planContext(tools, scope, requestFor(8, 2_000));
  expect(ids(roomier)).toEqual(['m3', 'm4', 'm5', 'm6', 'm7']);
});

test('pinned messages above a fold are quoted behind the summary; those below stay where they are', async () => {
  const notes = [note(1, 'pinned'), note(2, 'pinned'), note(4, 'summary'), note(5, 'pinned')];
  const plan = await planContext(fakeBranch(line(6), { notes }).tools, scope, requestFor(6, 1_000));
  const [[, ...head] = []] = texts(plan) as string[][];
  expect(head).toEqual([
    `${summaryHeading}\n\nSummary up to 4.`,
    `Earlier message from the user, kept by the user:\n\n${ten}`,
    `Earlier message from the assistant, kept by the user:\n\n${ten}`,
    ten,
  ]);
  expect(texts(plan)).toHaveLength(1);
});

test('pinned messages take at most half of the room, the newest of them', async () => {
  const notes = [note(1, 'pinned'), note(2, 'pinned'), note(3, 'pinned'), note(4, 'cut', { detail: { budget: 90 } })];
  const plan = await planContext(fakeBranch(line(6), { notes }).tools, scope, requestFor(6, 90));
  expect(plan.pinned.map(({ message: each }) => each.id)).toEqual(['m2', 'm3']);
  expect(plan.dropped).toMatchObject([{ message: { id: 'm1' }, reason: 'no-room' }]);
});

test('nothing folds the question itself', async () => {
  const plan = await planContext(fakeBranch(line(4), { notes: [note(3, 'summary')] }).tools, scope, requestFor(4, 1_000));
  expect(ids(plan)).toEqual(['m1', 'm2', 'm3']);
});

test('a context that was cut begins with a question', async () => {
  const { tools } = fakeBranch(line(6), { notes: [note(1, 'excluded')] });
  expect(texts(await planContext(tools, scope, requestFor(6, 1_000)))[0]).toEqual(['user', ten]);
});

test('reads no more of a very long branch than is sent, and a half more where it does not fit', async () => {
  const { tools, reads } = fakeBranch(Array.from({ length: 10_000 }, (_, at) => message(at + 1, ten)));
  const plan = await planContext(tools, scope, requestFor(10_000, 1_400));
  expect(reads()).toBe(1);
  expect(overflows(plan)).toBe(true);
  expect(plan.unread).toBe(true);
  expect(plan.kept.length).toBeLessThanOrEqual(200);
});

test('an unknown conversation of which nothing is stored is empty', async () => {
  const tail = { role: 'user' as const, parts: [{ type: 'text' as const, id: 'p1', text: 'Hello' }] };
  const { answerId: _, ...request } = requestFor(1, 100, { leafId: null, tail });
  expect(texts(await planContext(fakeBranch([]).tools, scope, request))).toEqual([['user', 'Hello']]);
});

test('a result that is left out takes its call along, and a message of which nothing would stay is left out whole', async () => {
  const call = { type: 'tool-call' as const, id: 'c1', callId: 'x', name: 'clock', arguments: '{}' };
  const result = { type: 'tool-result' as const, id: 'r1', callId: 'x', content: 'noon' };
  const words = { type: 'text' as const, id: 't1', text: 'It is noon.' };
  const rows = [message(1, 'When?'), message(2, '', [call, result, words]), message(3, 'And now?'), message(4, '')];
  const partly = fakeBranch(rows, { notes: [note(2, 'excluded', { detail: { parts: ['r1', 'gone'] } })] });
  const plan = await planContext(partly.tools, scope, requestFor(4, 1_000));
  expect(plan.kept[1]?.message.parts).toEqual([words]);
  expect(plan.dropped).toMatchObject([{ reason: 'excluded', parts: ['c1', 'r1'], message: { parts: [call, result] } }]);
  const all = fakeBranch(rows, { notes: [note(2, 'excluded', { detail: { parts: ['c1', 't1'] } })] });
  const none = await planContext(all.tools, scope, requestFor(4, 1_000));
  expect(ids(none)).toEqual(['m1', 'm3']);
  expect(none.dropped).toMatchObject([{ reason: 'excluded', message: { id: 'm2', parts: [call, result, words] } }]);
});
