import { uuidv7 } from '@parley/chat-core';
import type { ContextItem, ContextView, CreateTurn, ModelRef } from '@parley/contracts';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { startFakeProvider, type FakeProvider, type FakeRequest } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/port.ts';
import { createOpenAiChatProvider } from '../../providers/openai-chat/create-openai-chat-provider.ts';
import type { SummaryRules } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { hashMessages } from '../context/canonical.ts';
import { createContextService, type ContextService } from '../context/context-service.ts';
import { createContextTools } from '../context/context-tools.ts';
import { createLedger, noSpendingLimits } from '../usage/ledger.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import { noChatFiles } from './chat-files.ts';
import { createChatWorld, sendBody, type ChatWorld, type SendBody } from './__fixtures__/chat-world.ts';

let fake: FakeProvider;
let egress: Egress;
beforeAll(async () => {
  fake = await startFakeProvider();
  egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
});
afterAll(async () => {
  await egress[Symbol.asyncDispose]();
  await fake.close();
});

interface HttpWorld {
  readonly world: ChatWorld;
  readonly context: ContextService;
  readonly ada: Scope;
  readonly model: ModelRef;
  /** What the provider was sent by this world, in order. */
  sent(): FakeRequest[];
  say(conversationId: string, parentId: string | null, text: string, more?: Partial<SendBody>): Promise<SendBody>;
}

/** The chat and its context, with the fake provider behind a real adapter, for a model that holds so many tokens. */
async function httpWorld(contextTokens: number, options: { readonly summaries?: SummaryRules } = {}): Promise<HttpWorld & AsyncDisposable> {
  const provider = createOpenAiChatProvider({ egress, access: { baseUrl: fake.openAiUrl, key: 'sk-test', trust: 'operator' } });
  const model = { endpoint: 'test', id: `model-${uuidv7()}` };
  const resolveModel: ResolveModel = async (_scope, ref) => ({
    provider,
    model: ref.id,
    retries: 0,
    contextTokens,
    facts: { contextTokens, capabilities: {}, prices: { input: 2, output: 8, cachedInput: 0.5 }, assumed: false, source: 'bundled' },
  });
  const world = await createChatWorld({ resolveModel, ...options });
  const { storage, bus } = world;
  const ada = await world.person('ada');
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const tools = createContextTools(storage, Date.now, () => options.summaries ?? { enabled: true });
  const context = createContextService({
    tools,
    ledger: createLedger({ storage, spending: async () => noSpendingLimits, now: Date.now, logger }),
    storage,
    bus,
    resolveModel,
    resolveParts: (scope, endpoint, parts) => noChatFiles.resolveParts(scope, endpoint, parts),
    now: Date.now,
    logger,
  });
  return {
    world,
    context,
    ada,
    model,
    sent: () => fake.requests.filter(({ body }) => body['model'] === model.id),
    async say(conversationId, parentId, text, more = {}) {
      const body = sendBody(parentId, text, { model, ...(parentId === null ? { create: {} } : {}), ...more });
      await world.chat.startTurn(ada, conversationId, body);
      await world.follow(body.turnId).ended;
      return body;
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

interface WireMessage {
  readonly role: string;
  readonly content: string;
}

const messagesOf = ({ body }: FakeRequest): WireMessage[] => body['messages'] as WireMessage[];
const isTurn = (request: FakeRequest): boolean => !String(messagesOf(request)[0]?.content).startsWith('You shorten');

/** The canonical messages as the documentation of the contract makes them of a view's items. */
function canonicalOf(items: readonly ContextItem[]): { role: string; parts: object[] }[] {
  const messages: { role: string; parts: object[] }[] = [];
  for (const { at, role, type, text } of items) (messages[at] ??= { role, parts: [] }).parts.push({ type, text });
  return messages;
}

/** As this wire format joins texts. */
const wireOf = (items: readonly ContextItem[]): WireMessage[] =>
  canonicalOf(items).map(({ role, parts }) => ({ role, content: parts.map((part) => (part as { text: string }).text).join('\n\n') }));

async function untilKept(context: ContextService, ada: Scope, conversationId: string, answerId: string): Promise<ContextView> {
  return expect
    .poll(() => context.sent(ada, conversationId, answerId).catch(() => null))
    .not.toBeNull()
    .then(() => context.sent(ada, conversationId, answerId));
}

const words = (about: string, count: number): string => `${about}: ${'some more words about it '.repeat(count)}`.trim();

test('a chat of 20 turns keeps the beginning of its requests the same to the byte', async () => {
  await using here = await httpWorld(128_000);
  const conversationId = uuidv7();
  let parent: string | null = null;
  for (let turn = 1; turn <= 20; turn += 1) parent = (await here.say(conversationId, parent, words(`Question ${turn}`, 20))).answerId;
  const bodies = here.sent().map((request) =>
    messagesOf(request)
      .map((message) => JSON.stringify(message))
      .join(','),
  );
  expect(bodies).toHaveLength(20);
  for (const [at, body] of bodies.entries()) if (at > 0) expect(body.startsWith(`${bodies[at - 1]},`)).toBe(true);
});

test(
  'a chat that outgrows its model is summarised in steps: it never overflows, and its beginning changes seldom',
  { timeout: 60_000 },
  async () => {
    await using here = await httpWorld(3_000);
    const { world, ada, context } = here;
    // Its usage counts other things than tokens.
    fake.setScript({ text: words('An answer', 12), usage: false });
    const conversationId = uuidv7();
    const settings = { maxOutputTokens: 500 };
    let parent: string | null = null;
    const asked: string[] = [];
    for (let turn = 1; turn <= 30; turn += 1) {
      asked.push(words(`Question ${turn}`, 30));
      parent = (await here.say(conversationId, parent, asked.at(-1)!, { settings })).answerId;
    }
    fake.setScript({});
    const turns = here.sent().filter(isTurn).map(messagesOf);
    const summaries = here.sent().filter((request) => !isTurn(request));
    expect(turns).toHaveLength(30);
    const changes = turns.filter((messages, at) => at > 0 && JSON.stringify(messages[0]) !== JSON.stringify(turns[at - 1]![0])).length;
    expect(changes).toBe(summaries.length);
    expect(changes).toBeGreaterThan(1);
    expect(changes).toBeLessThan(7);
    for (const messages of turns) {
      const tokens = messages.reduce((sum, { content }) => sum + countTokens(content) + 4, 0);
      expect(tokens).toBeLessThanOrEqual(2_500);
    }
    const notes = await context.notes(ada, conversationId);
    expect(notes.filter(({ kind }) => kind === 'summary')).toHaveLength(changes);
    // What is stored is what was said, to the last message.
    const branch = await world.storage.readBranch(ada, conversationId, { limit: 100 });
    const stored = (branch as { messages: { role: string; parts: { text: string }[] }[] }).messages;
    expect(stored.filter(({ role }) => role === 'user').map(({ parts }) => parts[0]!.text)).toEqual(asked);
  },
);

test('the hash of what a view shows is that of what went over the wire, before and after', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model } = here;
  const conversationId = uuidv7();
  const settings = { instructions: 'Answer in one word.' };
  const one = await here.say(conversationId, null, 'Which colour?', { settings });
  const two = await here.say(conversationId, one.answerId, 'And which number?', { settings });
  await context.mark(ada, conversationId, one.answerId, { mark: 'excluded' });
  const parts = [{ type: 'text' as const, text: 'And the letter?' }];
  const before = await context.preview(ada, conversationId, { parentId: two.answerId, model, settings, parts });
  const three = await here.say(conversationId, two.answerId, 'And the letter?', { settings });

  const after = await untilKept(context, ada, conversationId, three.answerId);
  const wire = messagesOf(here.sent().at(-1)!);
  expect(after).toMatchObject({ when: 'after', exact: true, model, next: null });
  expect(after.sha256).toBe(before.sha256);
  for (const view of [before, after]) {
    expect(hashMessages(canonicalOf(view.items) as never)).toBe(view.sha256);
    const shown = wireOf(view.items);
    // Two questions in a row are one message there.
    const merged = shown.reduce<WireMessage[]>((all, message) => {
      const last = all.at(-1);
      return last?.role === message.role
        ? [...all.slice(0, -1), { ...last, content: `${last.content}\n\n${message.content}` }]
        : [...all, message];
    }, []);
    expect(merged).toEqual(wire);
  }
  expect(before.dropped).toMatchObject([{ messageId: one.answerId, reason: 'excluded' }]);
  expect(before.items.map(({ origin }) => origin)).toEqual(['system', 'message', 'message', 'message', 'draft']);
  expect(before.cost).toBeCloseTo((before.tokens * 2) / 1_000_000);

  await here.world.conversations.editMessage(ada, conversationId, one.userMessageId, 'Which sound?');
  expect(await context.sent(ada, conversationId, three.answerId)).toMatchObject({ exact: false });
});

test('an answer that was gone on with, one that was written again and one beside it are each shown as they were asked for', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model, world } = here;
  const conversationId = uuidv7();
  const one = await here.say(conversationId, null, 'First question');
  fake.setScript({ tokens: 40, finish: 'length' });
  const two = await here.say(conversationId, one.answerId, 'Second question');
  const run = async (turn: CreateTurn): Promise<void> => {
    await world.chat.startTurn(ada, conversationId, turn);
    await world.follow(turn.turnId).ended;
  };
  const exact = async (answerId: string): Promise<ContextView> => {
    const wire = messagesOf(here.sent().at(-1)!);
    await expect.poll(async () => (await context.sent(ada, conversationId, answerId)).exact, { timeout: 20_000 }).toBe(true);
    const view = await context.sent(ada, conversationId, answerId);
    expect(hashMessages(canonicalOf(view.items) as never)).toBe(view.sha256);
    expect(wireOf(view.items)).toEqual(wire);
    return view;
  };
  // As the provider is asked for its first half, then for more of it, twice.
  await untilKept(context, ada, conversationId, two.answerId);
  const continued = { kind: 'continue' as const, answerId: two.answerId, parentId: two.userMessageId, model };
  fake.setScript({ text: ' and more', finish: 'length' });
  await run({ ...continued, turnId: uuidv7() });
  expect((await exact(two.answerId)).items.at(-1)).toMatchObject({ role: 'assistant', origin: 'draft' });
  fake.setScript({ text: ' and the end' });
  await run({ ...continued, turnId: uuidv7() });
  const view = await exact(two.answerId);
  expect(view.items.at(-1)?.text).toContain('and more');
  expect(view.items.at(-1)?.text).not.toContain('and the end');

  fake.setScript({});
  const again = { kind: 'regenerate' as const, parentId: two.userMessageId, model };
  for (const more of [{}, { beside: true as const }]) {
    const answerId = uuidv7();
    await run({ ...again, ...more, turnId: uuidv7(), answerId });
    await untilKept(context, ada, conversationId, answerId);
    expect((await exact(answerId)).items.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  }
});

test('a single part of a message is left out, and the view says so before and after', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model } = here;
  const conversationId = uuidv7();
  const parts = ['Keep this.', 'Leave this out.'].map((text) => ({ type: 'text' as const, text }));
  const one = await here.say(conversationId, null, '', { parts });
  const before = await context.preview(ada, conversationId, { parentId: one.answerId, model, parts: [] });
  const second = before.items.find(({ text }) => text === 'Leave this out.')!;
  expect(second).toMatchObject({ messageId: one.userMessageId, partId: expect.any(String) as string });
  const notes = await context.mark(ada, conversationId, one.userMessageId, { mark: 'excluded', parts: [second.partId!] });
  expect(notes).toMatchObject([{ kind: 'excluded', detail: { parts: [second.partId] } }]);
  const next = await context.preview(ada, conversationId, { parentId: one.answerId, model, parts: [{ type: 'text', text: 'Second' }] });
  expect(next.dropped).toMatchObject([
    { messageId: one.userMessageId, reason: 'excluded', parts: [second.partId], excerpt: 'Leave this out.' },
  ]);
  const two = await here.say(conversationId, one.answerId, 'Second');
  const after = await untilKept(context, ada, conversationId, two.answerId);
  expect(after).toMatchObject({ exact: true, sha256: next.sha256, dropped: next.dropped });
  expect(wireOf(after.items)).toEqual(messagesOf(here.sent().at(-1)!));
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toBe('Keep this.');
  // Sent again once the mark is taken away; what was sent stays what it was.
  await context.mark(ada, conversationId, one.userMessageId, { mark: null });
  await here.say(conversationId, two.answerId, 'Third');
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toContain('Leave this out.');
  expect(await context.sent(ada, conversationId, two.answerId)).toMatchObject({ exact: true, sha256: next.sha256 });
});

test('the hash is the same where a summary stands for the beginning and a message is pinned', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model } = here;
  const conversationId = uuidv7();
  const one = await here.say(conversationId, null, 'First question');
  const two = await here.say(conversationId, one.answerId, 'Second question');
  const three = await here.say(conversationId, two.answerId, 'Third question');
  await context.mark(ada, conversationId, one.userMessageId, { mark: 'pinned' });
  fake.setScript({ text: 'They asked two things.' });
  const notes = await context.compact(ada, conversationId, { leafId: three.answerId, model }, new AbortController().signal);
  fake.setScript({});
  expect(notes.at(-1)).toMatchObject({
    kind: 'summary',
    messageId: two.answerId,
    text: 'They asked two things.',
    detail: { automatic: false },
  });
  const before = await context.preview(ada, conversationId, { parentId: three.answerId, model, parts: [{ type: 'text', text: 'Fourth' }] });
  const four = await here.say(conversationId, three.answerId, 'Fourth');
  const after = await untilKept(context, ada, conversationId, four.answerId);
  expect(after).toMatchObject({ exact: true, sha256: before.sha256, fold: { kind: 'summary', text: 'They asked two things.' } });
  expect(wireOf(after.items)).toEqual(messagesOf(here.sent().at(-1)!));
  expect(after.items.map(({ origin }) => origin)).toEqual(['summary', 'pinned', 'message', 'message', 'message']);

  // Another text for it is sent from then on; without it the messages themselves are sent again. What was sent stays what it was.
  await context.editSummary(ada, conversationId, notes.at(-1)!.id, 'Two things were asked.');
  const five = await here.say(conversationId, four.answerId, 'Fifth');
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toContain('Two things were asked.');
  await context.removeNote(ada, conversationId, notes.at(-1)!.id);
  await here.say(conversationId, five.answerId, 'Sixth');
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toBe('First question');
  expect(await context.sent(ada, conversationId, four.answerId)).toMatchObject({ exact: true, sha256: after.sha256 });
});

test('a branch beside a summary has its own', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model } = here;
  const conversationId = uuidv7();
  const one = await here.say(conversationId, null, 'First question');
  const two = await here.say(conversationId, one.answerId, 'Second question');
  const beside = await here.say(conversationId, one.answerId, 'Beside');
  const deeper = await here.say(conversationId, two.answerId, 'Third question');
  fake.setScript({ text: 'Short.' });
  await context.compact(ada, conversationId, { leafId: deeper.answerId, model }, new AbortController().signal);
  fake.setScript({});
  await here.say(conversationId, beside.answerId, 'On the other branch');
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toBe('First question');
  await here.say(conversationId, deeper.answerId, 'On this branch');
  expect(messagesOf(here.sent().at(-1)!)[0]?.content).toContain('Short.');
});

test('nothing to summarise, a model that fails, and foreign conversations are said so', async () => {
  await using here = await httpWorld(128_000);
  const { ada, context, model, world } = here;
  const conversationId = uuidv7();
  const one = await here.say(conversationId, null, 'First question');
  const never = new AbortController().signal;
  const compact = (leafId: string, scope = ada): Promise<unknown> => context.compact(scope, conversationId, { leafId, model }, never);
  await expect(compact(one.answerId)).rejects.toMatchObject({ code: 'context.nothing-to-compact' });
  const two = await here.say(conversationId, one.answerId, 'Second question');
  fake.setScript({ status: 500 });
  await expect(compact(two.answerId)).rejects.toMatchObject({ code: 'context.summary-failed' });
  fake.setScript({});
  const eve = await world.person('eve');
  await expect(compact(two.answerId, eve)).rejects.toMatchObject({ code: 'conversation.not-found' });
  await expect(context.sent(eve, conversationId, two.answerId)).rejects.toMatchObject({ code: 'conversation.not-found' });
  await expect(context.notes(eve, conversationId)).rejects.toMatchObject({ code: 'conversation.not-found' });
  await expect(context.mark(eve, conversationId, two.answerId, { mark: 'pinned' })).rejects.toMatchObject({
    code: 'conversation.not-found',
  });
  await expect(context.preview(eve, conversationId, { parentId: two.answerId, model, parts: [] })).rejects.toMatchObject({
    code: 'conversation.not-found',
  });
  await expect(context.mark(ada, conversationId, uuidv7(), { mark: 'pinned' })).rejects.toMatchObject({ code: 'message.not-found' });
  await expect(context.removeNote(ada, conversationId, uuidv7())).rejects.toMatchObject({ code: 'context.note-not-found' });
  expect(await context.notes(ada, conversationId)).toEqual([]);
  expect(await context.mark(ada, conversationId, one.answerId, { mark: null })).toEqual([]);
});

test('says before a message is sent what the model will not get, in the words of the answer’s warnings', async () => {
  await using here = await httpWorld(8_000);
  const { context, ada, model } = here;
  const conversationId = uuidv7();
  const settings = { verbosity: 'low' as const, seed: 4 };
  const view = await context.preview(ada, conversationId, { parentId: null, model, settings, parts: [], brief: true });
  expect(view.leftOut).toEqual([{ code: 'setting.unsupported', message: 'Verbosity cannot be set for this model and is left out.' }]);
  const { answerId } = await here.say(conversationId, null, 'Hello', { settings });
  const answer = await here.world.storage.getMessage(ada, conversationId, answerId);
  expect(answer).toMatchObject({ parts: expect.arrayContaining([expect.objectContaining({ type: 'warning', ...view.leftOut[0] })]) });
  expect((await untilKept(context, ada, conversationId, answerId)).leftOut).toEqual([]);
});

test('settings that name a spec are whole: nothing of the chat’s is mixed into them', async () => {
  await using here = await httpWorld(8_000);
  const conversationId = uuidv7();
  const { model } = here;
  const first = await here.say(conversationId, null, 'Hello', { create: { settings: { model, instructions: 'Be loud.' } } });
  const { answerId } = await here.say(conversationId, first.answerId, 'Hello again', { settings: { spec: 'calm', temperature: 0.1 } });
  await untilKept(here.context, here.ada, conversationId, answerId);
  const bodies = here.sent().filter(isTurn);
  expect(messagesOf(bodies[0]!)[0]).toMatchObject({ role: 'system', content: 'Be loud.' });
  expect(bodies[1]?.body).toMatchObject({ temperature: 0.1 });
  expect(messagesOf(bodies[1]!).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
});

test('the view says whether summaries are written by themselves', async () => {
  for (const enabled of [true, false]) {
    await using here = await httpWorld(128_000, { summaries: { enabled } });
    const conversationId = uuidv7();
    const { answerId } = await here.say(conversationId, null, 'Hello');
    const input = { parentId: answerId, model: here.model, parts: [] };
    expect(await here.context.preview(here.ada, conversationId, input)).toMatchObject({ summaries: enabled });
  }
});
