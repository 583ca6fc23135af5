import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScriptedModel } from '../chat/__fixtures__/scripted-model.ts';
import { fakeBranch, message, note, requestFor, scope, type FakeBranch } from './__fixtures__/fake-branch.ts';
import { assembleContext, toModelMessages } from './assemble-context.ts';
import type { SummaryRules } from '../../providers/port.ts';
import { overflows, plannedTokens, type ContextPlan } from './context-plan.ts';
import { fitContext, type Fitted, type Fitting } from './fit-context.ts';
import { planContext } from './plan-context.ts';
import { splitPlan } from './fold-plan.ts';

const model = createScriptedModel();
const long = (ordinal: number): ReturnType<typeof message> => message(ordinal, 'word '.repeat(50));

async function fitted(branch: FakeBranch, plan: ContextPlan, more: Partial<Fitting> = {}): Promise<Fitted> {
  const never = new AbortController().signal;
  const writer = { ref: plan.request.ref, ask: model.provider.stream };
  const base = { tools: branch.tools, scope, plan, writer, now: () => 9, signal: never, within: 5_000 };
  return fitContext({ ...base, compaction: false, automatic: true, ...more });
}

test('a cut leaves half of the room free, begins with a question, and holds for the turns that follow', async () => {
  const messages = Array.from({ length: 12 }, (_, at) => long(at + 1));
  const branch = fakeBranch(messages);
  const plan = await planContext(branch.tools, scope, requestFor(12, 450));
  expect(overflows(plan)).toBe(true);
  const { plan: cut, fold } = await fitted(branch, plan);
  expect(fold).toMatchObject({ kind: 'cut', detail: { automatic: true } });
  expect(plannedTokens(cut)).toBeLessThanOrEqual(cut.budget.input / 2);
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

test('the operator says by which words, how long and with which settings; an earlier summary is gone on with in words of its own', async () => {
  const summaries = { enabled: true, prompt: 'Shorten it.', updatePrompt: 'Go on.', maxTokens: 77, settings: { temperature: 0 } };
  for (const [notes, words] of [
    [[], 'Shorten it.'],
    [[note(2, 'summary')], 'Go on.'],
  ] as const) {
    const branch = fakeBranch(
      Array.from({ length: 12 }, (_, at) => long(at + 1)),
      { notes: [...notes] },
    );
    const plan = await planContext(branch.tools, scope, requestFor(12, 450, { summaries }));
    const writing = fitted(branch, plan, { compaction: true });
    const call = await model.nextCall();
    expect(call.call).toMatchObject({ instructions: words, maxOutputTokens: 77, temperature: 0 });
    call.say('Short.');
    call.finish();
    expect((await writing).fold?.text).toBe('Short.');
  }
});

test('a model that writes in place of the chat’s own is named by the summary, and is asked what it can hold', async () => {
  const branch = fakeBranch(Array.from({ length: 12 }, (_, at) => long(at + 1)));
  const plan = await planContext(branch.tools, scope, requestFor(12, 450));
  const ref = { endpoint: 'other', id: 'small' };
  const writing = fitted(branch, plan, { compaction: true, writer: { ref, contextTokens: 2_150, ask: model.provider.stream } });
  const call = await model.nextCall();
  expect(call.call.model).toBe('small');
  expect(JSON.stringify(call.call.messages).match(/User:|Assistant:/g)).toHaveLength(2);
  call.say('Short.');
  call.finish();
  expect((await writing).fold).toMatchObject({ kind: 'summary', detail: { model: ref } });
});

test('folding begins early where the operator wants that, and leaves everything where no summary can be had', async () => {
  const messages = Array.from({ length: 12 }, (_, at) => long(at + 1));
  const early = (at: SummaryRules['at'], compaction: 'auto' | 'off' = 'auto') =>
    planContext(
      fakeBranch(messages).tools,
      scope,
      requestFor(12, 1_350, { summaries: { enabled: true, at }, settings: { maxOutputTokens: 1_000_000, compaction } }),
    );
  expect(overflows(await early(undefined))).toBe(false);
  expect(overflows(await early({ share: 0.15 }))).toBe(true);
  expect(overflows(await early({ share: 0.45 }))).toBe(false);
  expect(overflows(await early({ left: 2_500 }))).toBe(true);
  expect(overflows(await early({ share: 0.15 }, 'off'))).toBe(false);

  const branch = fakeBranch(messages);
  const plan = await early({ share: 0.15 });
  const writing = fitted(branch, plan, { compaction: true });
  (await model.nextCall()).fail(new Error('no'));
  expect(await writing).toMatchObject({ fold: null, failure: expect.any(Error) as Error });
  const again = fitted(branch, plan, { compaction: true });
  const call = await model.nextCall();
  call.say('Short.');
  call.finish();
  const { plan: folded } = await again;
  expect(plannedTokens(folded)).toBeLessThan(plan.budget.foldAt);
});

test('more stays where the operator wants that, as far as it fits', async () => {
  const kept = async (keep: SummaryRules['keep'], room = 450): Promise<number> => {
    const branch = fakeBranch(Array.from({ length: 22 }, (_, at) => long(at + 1)));
    const plan = await planContext(branch.tools, scope, requestFor(22, room, { summaries: { enabled: true, keep } }));
    return splitPlan(plan)?.kept.length ?? 0;
  };
  expect(await kept(undefined)).toBe(3);
  expect(await kept({ turns: 3 })).toBe(5);
  expect(await kept({ tokens: 200 })).toBe(5);
  expect(await kept({ turns: 20 })).toBe(7);
  expect(await kept({ turns: 0, tokens: 1 })).toBe(3);
});

test('fewer messages than the operator says are left out without a summary', async () => {
  const branch = fakeBranch(Array.from({ length: 12 }, (_, at) => long(at + 1)));
  const plan = await planContext(branch.tools, scope, requestFor(12, 450, { summaries: { enabled: true, fewest: 50 } }));
  expect((await fitted(branch, plan, { compaction: true })).fold?.kind).toBe('cut');
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
