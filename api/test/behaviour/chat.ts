import { messageText, uuidv7 } from '@parley/chat-core';
import type { Conversation, CreateTurn, Message, ModelRef, Turn } from '@parley/contracts';
import { startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { world, type Answer, type Visitor, type World } from '../world.ts';

/** A world with a model whose every answer the prompt decides. */
export interface ChatHere extends AsyncDisposable {
  readonly here: World;
  readonly fake: FakeProvider;
}

export async function chatHere(env: Readonly<Record<string, string>> = {}): Promise<ChatHere> {
  const fake = await startFakeProvider();
  const model = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'fake-large', TITLE_CONVO: 'false' };
  const here = await world({ env: { ...model, ...env } });
  return {
    here,
    fake,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await fake.close();
    },
  };
}

export const model = { endpoint: 'openAI', id: 'fake-large' };

export interface Sent {
  readonly conversationId: string;
  readonly body: Extract<CreateTurn, { kind: 'send' }>;
  readonly answer: Answer;
}

/** Sends a message, by default the first of a conversation. */
export async function send(
  person: Visitor,
  text: string,
  { conversationId, parentId = null, model: asked = model }: { conversationId?: string; parentId?: string | null; model?: ModelRef } = {},
): Promise<Sent> {
  const id = conversationId ?? uuidv7();
  const body: Sent['body'] = {
    kind: 'send',
    turnId: uuidv7(),
    answerId: uuidv7(),
    userMessageId: uuidv7(),
    parentId,
    model: asked,
    parts: [{ type: 'text', text }],
    ...(conversationId === undefined ? { create: {} } : {}),
  };
  return { conversationId: id, body, answer: await begin(person, id, body) };
}

export const begin = (person: Visitor, conversationId: string, body: CreateTurn): Promise<Answer> =>
  person.call('POST', `/api/conversations/${conversationId}/turns`, { body });

export async function turnOf(person: Visitor, turnId: string): Promise<Turn> {
  return (await person.call('GET', `/api/turns/${turnId}`)).body as Turn;
}

/** The turn once it has ended. */
export async function ended(person: Visitor, turnId: string): Promise<Turn> {
  for (;;) {
    const turn = await turnOf(person, turnId);
    if (turn.endedAt !== null) return turn;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function branch(
  person: Visitor,
  conversationId: string,
  leaf?: string,
): Promise<{ conversation: Conversation; messages: Message[] }> {
  const query = leaf === undefined ? '' : `?leaf=${leaf}`;
  const { body } = await person.call('GET', `/api/conversations/${conversationId}/messages${query}`);
  return body as { conversation: Conversation; messages: Message[] };
}

export const textsOf = (messages: readonly Message[]): string[] => messages.map((message) => messageText(message.parts));
