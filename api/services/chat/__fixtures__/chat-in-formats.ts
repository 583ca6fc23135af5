import { uuidv7 } from '@parley/chat-core';
import type { ModelRef } from '@parley/contracts';
import { startFakeProvider, type FakeProvider, type FakeRequest, type FakeScript } from '@parley/test-kit';
import { createEgress } from '../../../egress/create-egress.ts';
import { adapters } from '../../../providers/contract/recordings.ts';
import type { Scope } from '../../../storage/ports/scope.ts';
import type { ResolveModel } from '../../endpoints/resolve-model.ts';
import { assumedFacts } from '../../models/model-facts.ts';
import { createChatWorld, sendBody, type ChatWorld, type SendBody } from './chat-world.ts';

export type Format = keyof typeof adapters;

/** Every wire format that is spoken over HTTP. */
export const formats = Object.keys(adapters) as readonly Format[];

/** One chat over the fake provider behind every adapter: a table test says the same to each. */
export interface ChatInFormats extends AsyncDisposable {
  readonly world: ChatWorld;
  readonly ada: Scope;
  /** A model of its own, so that its requests are told from all others. */
  model(format: Format): ModelRef;
  /** What the provider was sent for a model, in order. */
  sent(model: ModelRef): FakeRequest[];
  /** The script of the next request for a model, and of those after it; those that are there already keep theirs. */
  play(script: FakeScript): void;
  /** Sends a message and waits until its answer has ended. */
  say(conversationId: string, parentId: string | null, text: string, more: Partial<SendBody> & { model: ModelRef }): Promise<SendBody>;
  /** Resolves once the provider was sent so many requests for a model. */
  reached(model: ModelRef, count: number): Promise<FakeRequest>;
}

export async function createChatInFormats(options: Parameters<typeof createChatWorld>[0] = {}): Promise<ChatInFormats> {
  const fake: FakeProvider = await startFakeProvider();
  const egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const resolveModel: ResolveModel = async (_scope, { endpoint, id }) => {
    const baseUrl = endpoint.startsWith('openai-') ? fake.openAiUrl : fake.url;
    const provider = adapters[endpoint as Format]({ egress, access: { baseUrl, key: 'sk-test', trust: 'operator' } });
    return { provider, model: id, retries: 0, facts: assumedFacts() };
  };
  const world = await createChatWorld({ resolveModel, ...options });
  const ada = await world.person('ada');
  const sent = (model: ModelRef): FakeRequest[] => fake.requests.filter(({ ask }) => ask.model === model.id);
  return {
    world,
    ada,
    model: (endpoint) => ({ endpoint, id: `model-${uuidv7()}` }),
    sent,
    play: (script) => fake.setScript(script),
    async say(conversationId, parentId, text, more) {
      const body = sendBody(parentId, text, { ...(parentId === null ? { create: {} } : {}), ...more });
      await world.chat.startTurn(ada, conversationId, body);
      await world.follow(body.turnId).ended;
      return body;
    },
    async reached(model, count) {
      await fake.request(({ ask }) => ask.model === model.id && sent(model).length >= count);
      return sent(model)[count - 1]!;
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await egress[Symbol.asyncDispose]();
      await fake.close();
    },
  };
}
