import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScriptedModel } from '../chat/__fixtures__/scripted-model.ts';
import { fakeBranch, message, note, requestFor, scope, type FakeBranch } from './__fixtures__/fake-branch.ts';
import { assembleContext, toModelMessages } from './assemble-context.ts';
import { countable } from './budget.ts';
import { overflows, plannedTokens, type ContextPlan } from './context-plan.ts';
import { fitContext, type Fitted, type Fitting } from './fit-context.ts';
import { planContext } from './plan-context.ts';
import { splitPlan } from './fold-plan.ts';

const model = createScriptedModel();
const long = (ordinal: number): ReturnType<typeof message> => message(ordinal, 'word '.repeat(50));

async function fitted(branch: FakeBranch, plan: ContextPlan, more: Partial<Fitting> = {}): Promise<Fitted> {
  const never = new AbortController().signal;
  const base = { tools: branch.tools, scope, plan, ask: model.provider.stream, now: () => 9, signal: never, within: 5_000 };
  return fitContext({ ...base, compaction: false, automatic: true, ...more });
}

test('a cut leaves half of the room free, begins with a question, and holds for the turns that follow', async () => {
  const messages = Array.from({ length: 12 }, (_, at) => long(at + 1));
  const branch = fakeBranch(messages);
  const plan = await planContext(branch.tools, scope, requestFor(12, 450));
  expect(overflows(plan)).toBe(true);
  const { plan: cut, fold } = await fitted(branch, plan);
  expect(fold).toMatchObject({ kind: 'cut', detail: { automatic: true } });
  expect(plannedTokens(cut)).toBeLessThanOrEqual(countable(cut.budget) / 2);
  expect(cut.kept[0]?.message.role).toBe('user');
  expect(cut.dropped.every(({ reason }) => reason === 'no-room')).toBe(true);

  const first = toModelMessages(assembleContext(cut));
  messages.push(long(13), message(14, ''));
  const next = await planContext(branch.tools, scope, requestFor(14, 450));
  expect(overflows(next)).toBe(false);
  expect(toModelMessages(assembleContext(next)).slice(0, first.length)).toEqual(first);
});

test('a fold ends right above what stays, also where that was excluded', async () => {
  const branch = fakeBranch(
    Array.from({ length: 5 }, (_, at) => long(at + 1)),
    { notes: [note(2, 'excluded')] },
  );
  const plan = await planContext(branch.tools, scope, requestFor(5, 10_000, { leafId: 'm4', answerId: 'none' }));
  const { fold } = await fitted(branch, plan, { share: 0 });
  expect(fold).toMatchObject({ messageId: 'm4', ordinal: 4 });
});

test('a summary is written from what is folded and the summary above, and stands for both', async () => {
  const branch = fakeBranch(
    Array.from({ length: 12 }, (_, at) => long(at + 1)),
    { notes: [note(2, 'summary')] },
  );
  const plan = await planContext(branch.tools, scope, requestFor(12, 450));
  const writing = fitted(branch, plan, { compaction: true });
  const call = await model.nextCall();
  const asked = JSON.stringify(call.call.messages);
  expect(asked).toContain('Summary up to 2.');
  expect(asked.match(/word word/g)?.length).toBeGreaterThan(4);
  call.say('<think>hm</think> All about words.');
  call.finish();
  const { plan: folded, fold } = await writing;
  expect(fold).toMatchObject({ kind: 'summary', text: 'All about words.', detail: { model: plan.request.ref } });
  expect(branch.notes.at(-1)).toMatchObject({ kind: 'summary', text: 'All about words.' });
  expect(overflows(folded)).toBe(false);
});

test('where no summary can be had, older messages are cut and the reason is told; by hand nothing happens', async () => {
  for (const automatic of [true, false]) {
    const branch = fakeBranch(
      Array.from({ length: 12 }, (_, at) => long(at + 1)),
      { notes: [note(2, 'summary')] },
    );
    const plan = await planContext(branch.tools, scope, requestFor(12, 450));
    const writing = fitted(branch, plan, { compaction: true, automatic });
    (await model.nextCall()).fail(new Error('no'));
    const { fold, failure } = await writing;
    expect(failure).toBeInstanceOf(Error);
    if (automatic) expect(fold).toMatchObject({ kind: 'cut', detail: { summary: 'summary-2' } });
    else expect([fold, branch.notes.length]).toEqual([null, 1]);
  }
});

test('whoever stops the turn meanwhile finds nothing folded', async () => {
  const branch = fakeBranch(Array.from({ length: 12 }, (_, at) => long(at + 1)));
  const plan = await planContext(branch.tools, scope, requestFor(12, 450));
  const stop = new AbortController();
  const writing = fitted(branch, plan, { compaction: true, signal: stop.signal });
  await model.nextCall();
  stop.abort();
  expect((await writing).fold).toBeNull();
  expect(branch.notes).toEqual([]);
});

test('the summary above the part that was read is found and goes on', async () => {
  const branch = fakeBranch(
    Array.from({ length: 40 }, (_, at) => long(at + 1)),
    { notes: [note(2, 'summary'), note(1, 'pinned')] },
  );
  const plan = await planContext(branch.tools, scope, requestFor(40, 450));
  expect(plan.unread).toBe(true);
  const { plan: cut } = await fitted(branch, plan);
  expect(cut.summary?.id).toBe('summary-2');
  expect(cut.pinned.map((each) => each.message.id)).toEqual(['m1']);
});

test('a single message that is too long is sent as it is', async () => {
  const branch = fakeBranch([message(1, 'word '.repeat(5_000)), message(2, '')]);
  const plan = await planContext(branch.tools, scope, requestFor(2, 100));
  expect(overflows(plan)).toBe(false);
  expect((await fitted(branch, plan)).fold).toBeNull();
});

test('results stay with their calls wherever the fold falls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('text', 'call'), { minLength: 4, maxLength: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (kinds, share) => {
        let ordinal = 0;
        const messages = kinds.flatMap((kind, at) => {
          ordinal += 1;
          if (kind === 'text') return [long(ordinal)];
          const call = message(ordinal, '', [{ type: 'tool-call', id: 'p1', callId: `c${at}`, name: 'look', arguments: 'x'.repeat(200) }]);
          ordinal += 1;
          return [
            { ...call, role: 'assistant' as const },
            { ...message(ordinal, '', [{ type: 'tool-result', id: 'p1', callId: `c${at}`, content: 'seen' }]), role: 'user' as const },
          ];
        });
        const last = ordinal + 1;
        const branch = fakeBranch([...messages, { ...long(last), role: 'user' }, message(last + 1, '')]);
        const plan = await planContext(branch.tools, scope, requestFor(last + 1, 3_000));
        const split = splitPlan(plan, share);
        if (split === null) return;
        const idsOf = (type: string): string[] =>
          split.kept.flatMap((each) =>
            each.message.parts.flatMap((part) => (part.type === type ? [String(part['callId' as keyof typeof part])] : [])),
          );
        expect(idsOf('tool-result').filter((id) => !idsOf('tool-call').includes(id))).toEqual([]);
        expect(split.kept[0]?.message.role).not.toBe('assistant');
        expect([...split.folded, ...split.kept]).toEqual(plan.kept);
      },
    ),
  );
});
