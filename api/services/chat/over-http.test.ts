import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn } from '@parley/contracts';
import { fakeReasoning, fakeText, startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/port.ts';
import { createOpenAiChatProvider } from '../../providers/openai-chat/create-openai-chat-provider.ts';
import { createChatWorld, sendBody, testModel, type ChatWorld } from './__fixtures__/chat-world.ts';
import { assumedFacts } from '../models/model-facts.ts';

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

/** The whole chat, with the fake provider behind a real adapter and real sockets. */
function createHttpWorld(overrides: Parameters<typeof createChatWorld>[0] = {}): Promise<ChatWorld> {
  const access = { baseUrl: fake.openAiUrl, key: 'sk-test', trust: 'operator' } as const;
  const provider = createOpenAiChatProvider({ egress, access });
  return createChatWorld({ resolveModel: async (_scope, ref) => ({ provider, model: ref.id, facts: assumedFacts() }), ...overrides });
}

const requestOf = (id: string): Promise<FakeProvider['requests'][number]> => fake.request((request) => request.script.id === id);

test('what the provider wrote, what readers saw and what is stored are the same', async () => {
  await using world = await createHttpWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, '[[fake tokens=2000 reasoning=50]]');
  const reader = world.follow(body.turnId);
  await reader.ended;
  const stored = await world.message(ada, conversationId, body.answerId);
  expect(stored.parts).toMatchObject([
    { type: 'reasoning', text: fakeReasoning(50) },
    { type: 'text', text: fakeText(2_000) },
  ]);
  expect(stored).toMatchObject({ status: 'done', stopReason: 'end', usage: { outputTokens: expect.any(Number) as number } });
  expect(reader.text()).toBe(fakeText(2_000));
});

test("a stop closes the provider's socket, keeps the text, and continuing goes on with the next token", async () => {
  await using world = await createHttpWorld();
  const ada = await world.person('ada');
  const id = uuidv7();
  const { conversationId, body } = await world.begin(ada, `[[fake id=${id} tokens=60 rate=100]]`);
  const request = await requestOf(id);
  await world.follow(body.turnId).shows(' w7');
  const stopping = world.chat.stopTurn(ada, body.turnId);
  await request.settled;
  expect(request.state).toBe('closed');
  expect((await stopping).status).toBe('stopped');
  const kept = await world.storedText(ada, conversationId, body.answerId);
  expect(fakeText(60).startsWith(kept)).toBe(true);
  expect(kept).toContain(' w7');

  const more: CreateTurn = { kind: 'continue', turnId: uuidv7(), answerId: body.answerId, parentId: body.userMessageId, model: testModel };
  await world.chat.startTurn(ada, conversationId, more);
  await world.follow(more.turnId).ended;
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe(fakeText(60));
});

test.each([
  ['an error inside a 200', 'error=overloaded errorAt=5', 'provider.overloaded', 5],
  ['a broken connection', 'resetAt=5 rate=500', 'provider.cut-off', 5],
  ['an end without an end', 'cutAt=5', 'provider.cut-off', 5],
  ['a refused key', 'status=401', 'provider.key-refused', 0],
  ['an exhausted quota', 'status=429 error=quota', 'provider.quota-exhausted', 0],
  ['a context that is too long', 'status=400 error=context', 'provider.context-too-long', 0],
  ['a model nobody knows', 'status=404 error=model', 'provider.model-not-found', 0],
  ['a failing server', 'status=500', 'provider.failed', 0],
])('%s is kept as a typed error beside what arrived', async (_name, faults, code, kept) => {
  await using world = await createHttpWorld();
  const ada = await world.person('ada');
  const { conversationId, body } = await world.begin(ada, `[[fake tokens=20 ${faults}]]`);
  await world.follow(body.turnId).ended;
  const stored = await world.message(ada, conversationId, body.answerId);
  expect(stored).toMatchObject({ status: 'failed', stopReason: 'error', error: { code } });
  expect(await world.storedText(ada, conversationId, body.answerId)).toBe(fakeText(kept));
});

test('a provider that asks for a moment is asked again as often as its endpoint says', async () => {
  await using world = await createHttpWorld();
  const ada = await world.person('ada');
  const id = uuidv7();
  const { body } = await world.begin(ada, `[[fake id=${id} status=429 retryAfter=50ms]]`);
  const reader = world.follow(body.turnId);
  await reader.ended;
  expect(fake.requests.filter((request) => request.script.id === id)).toHaveLength(3);
  expect(reader.events.at(-1)).toMatchObject({ type: 'turn-end', error: { code: 'provider.rate-limited' } });
});

test('twenty answers at once stay whole, and a twenty-first waits for its turn', async () => {
  await using world = await createHttpWorld();
  const ada = await world.person('ada');
  const begun = await Promise.all(Array.from({ length: 20 }, () => world.begin(ada, '[[fake tokens=100 rate=200 delay=2500]]')));
  await expect(world.begin(ada, 'one too many')).rejects.toMatchObject({ code: 'turn.too-many-running' });
  await Promise.all(begun.map(({ body }) => world.follow(body.turnId).ended));
  for (const { conversationId, body } of begun) expect(await world.storedText(ada, conversationId, body.answerId)).toBe(fakeText(100));
  const { body } = await world.begin(ada, '[[fake tokens=1]]');
  await world.follow(body.turnId).ended;
});

test('a request that is repeated from everywhere makes one message and one call of the provider', async () => {
  await using world = await createHttpWorld();
  const second = world.secondNode();
  const ada = await world.person('ada');
  const id = uuidv7();
  const conversationId = uuidv7();
  const body = sendBody(null, `[[fake id=${id} tokens=5]]`, { create: {} });
  const nodes = [world.chat, second, world.chat, second, world.chat];
  await Promise.all(nodes.map((node) => node.startTurn(ada, conversationId, body)));
  await world.follow(body.turnId).ended;
  await second.startTurn(ada, conversationId, body);
  expect(fake.requests.filter((request) => request.script.id === id)).toHaveLength(1);
  expect((await world.conversations.branch(ada, conversationId, { limit: 9 })).messages).toHaveLength(2);
});
