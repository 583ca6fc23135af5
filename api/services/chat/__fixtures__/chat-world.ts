import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyChatEvent, decodeTurnEvent, emptyAnswer, messageText, uuidv7 } from '@parley/chat-core';
import { RequestError, type CreateTurn, type Hint, type ModelRef, type TurnEvent } from '@parley/contracts';
import type { Logger } from '../../../logger.ts';
import { scopeOfActor } from '../../../policies/scope.ts';
import type { Bus, TurnLog } from '../../../realtime/ports.ts';
import type { MessageWithSiblings } from '../../../storage/ports/messages.ts';
import type { Scope } from '../../../storage/ports/scope.ts';
import type { Storage } from '../../../storage/ports/storage.ts';
import type { ConversationService } from '../../conversations/conversation-service.ts';
import { createConversationService } from '../../conversations/create-conversation-service.ts';
import type { ResolveModel } from '../../endpoints/resolve-model.ts';
import type { ChatDependencies } from '../chat-context.ts';
import { createMembership, type Membership } from '../../nodes/membership.ts';
import { createChatService, type ChatService } from '../chat-service.ts';
import { openStack } from './open-stack.ts';
import { createScriptedModel, type ScriptedModel } from './scripted-model.ts';
import type { SummaryRules } from '../../../providers/port.ts';
import { createContextTools } from '../../context/context-tools.ts';
import { assumedFacts } from '../../models/model-facts.ts';

/** Everything the chat needs, real but for the model, which the test plays itself. */
export interface ChatWorld extends AsyncDisposable {
  readonly dataDir: string;
  readonly storage: Storage;
  readonly turnLog: TurnLog;
  readonly bus: Bus;
  readonly chat: ChatService;
  readonly conversations: ConversationService;
  readonly model: ScriptedModel;
  readonly logged: string[];
  /** A person with an account. */
  person(name: string): Promise<Scope>;
  /** Another service on the same storage, log and bus: a second node. */
  secondNode(overrides?: Partial<ChatDependencies>): ChatService;
  /** Sends a first message, creating a conversation. */
  begin(scope: Scope, text: string, body?: Partial<SendBody>): Promise<Begun>;
  /** The whole text of the message as it is stored. */
  storedText(scope: Scope, conversationId: string, messageId: string): Promise<string>;
  message(scope: Scope, conversationId: string, messageId: string): Promise<MessageWithSiblings>;
  follow(turnId: string): Follower;
  /** Hints a bus topic carried since. */
  hints(topic: string): Hint[];
}

export type SendBody = Extract<CreateTurn, { kind: 'send' }>;

export interface Begun {
  readonly conversationId: string;
  readonly body: SendBody;
}

export const testModel: ModelRef = { endpoint: 'test', id: 'test-1' };

export function sendBody(parentId: string | null, text: string, more: Partial<SendBody> = {}): SendBody {
  return {
    kind: 'send',
    turnId: uuidv7(),
    answerId: uuidv7(),
    userMessageId: uuidv7(),
    parentId,
    model: testModel,
    parts: [{ type: 'text', text }],
    ...more,
  };
}

/** A reader of a turn's log that remembers everything it was shown. */
export interface Follower {
  readonly events: TurnEvent[];
  readonly seqs: number[];
  readonly ended: Promise<'ended' | 'gone'>;
  /** What the reader has on its screen. */
  text(): string;
  /** Resolves when the text contains this. */
  shows(text: string): Promise<void>;
}

export function followTurn(turnLog: TurnLog, turnId: string, cursor = 0): Follower {
  const ended = Promise.withResolvers<'ended' | 'gone'>();
  const answer = emptyAnswer();
  const events: TurnEvent[] = [];
  const seqs: number[] = [];
  let waiting: { text: string; resolve: () => void }[] = [];
  const text = (): string => messageText(answer.parts);
  turnLog.read(turnId, cursor, {
    onEntries(entries) {
      for (const entry of entries) {
        const { seq, event } = decodeTurnEvent(entry.encoded);
        events.push(event);
        seqs.push(seq);
        applyChatEvent(answer, event);
      }
      waiting = waiting.filter(({ text: wanted, resolve }) => !text().includes(wanted) || resolve());
    },
    onEnd: ended.resolve,
  });
  return {
    events,
    seqs,
    ended: ended.promise,
    text,
    shows: (wanted) =>
      text().includes(wanted) ? Promise.resolve() : new Promise((resolve) => void waiting.push({ text: wanted, resolve })),
  };
}

function recordingLogger(lines: string[]): Logger {
  const log =
    (level: string) =>
    (_fields: Readonly<Record<string, unknown>>, message: string): void =>
      void lines.push(`${level}: ${message}`);
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** A process whose store nobody else has open; none has the name of another. */
const newNode = (): Membership =>
  createMembership({ nodes: null, self: { node: uuidv7(), alone: true }, logger: recordingLogger([]) });

export interface WorldOptions extends Partial<ChatDependencies> {
  /** An existing folder is opened again and left where it is. */
  readonly dataDir?: string;
  /** The operator's way of summaries. */
  readonly summaries?: SummaryRules;
  /** Puts others in the place of what the world would have. */
  readonly wrap?: (dependencies: ChatDependencies) => ChatDependencies;
}

export async function createChatWorld({ dataDir: given, wrap = (made) => made, summaries, ...overrides }: WorldOptions = {}): Promise<ChatWorld> {
  const dataDir = given ?? mkdtempSync(path.join(tmpdir(), 'parley-chat-'));
  const model = createScriptedModel();
  const logged: string[] = [];
  const resolveModel: ResolveModel = async (_scope, ref) => {
    if (ref.endpoint !== testModel.endpoint) throw new RequestError('endpoint.not-found');
    return { provider: model.provider, model: ref.id, facts: assumedFacts(), retries: 0 };
  };
  const membership = newNode();
  const { close: closeStack, ...stack } = await openStack(dataDir, membership.node);
  const dependencies = wrap({
    ...stack,
    resolveModel,
    membership,
    now: Date.now,
    logger: recordingLogger(logged),
    modelTitles: false,
    ...(summaries === undefined ? {} : { context: createContextTools(stack.storage, Date.now, () => summaries) }),
    ...overrides,
  });
  const { storage, turnLog, bus } = dependencies;
  const chat = createChatService(dependencies);
  const services: ChatService[] = [chat];
  const conversations = createConversationService({ storage, bus, chat, now: dependencies.now });

  const message = async (scope: Scope, conversationId: string, messageId: string): Promise<MessageWithSiblings> => {
    const found = await storage.getMessage(scope, conversationId, messageId);
    if (found === null || found === 'no-message') throw new Error(`no message ${messageId}`);
    return found;
  };

  return {
    dataDir,
    storage,
    turnLog,
    bus,
    chat,
    conversations,
    model,
    logged,
    message,
    async person(name) {
      const id = uuidv7();
      const user = await storage.createUser({ id, email: `${name}@example.org`, name, passwordHash: 'x', now: 1, onlyFirst: false });
      if (typeof user === 'string') throw new Error(user);
      return scopeOfActor({ userId: id });
    },
    secondNode(more = {}) {
      const second = createChatService({ ...dependencies, membership: newNode(), ...more });
      services.push(second);
      return second;
    },
    async begin(scope, text, more = {}) {
      const conversationId = uuidv7();
      const body = sendBody(null, text, { create: {}, ...more });
      await chat.startTurn(scope, conversationId, body);
      return { conversationId, body };
    },
    storedText: async (scope, conversationId, messageId) => messageText((await message(scope, conversationId, messageId)).parts),
    follow: (turnId) => followTurn(turnLog, turnId),
    hints(topic) {
      const seen: Hint[] = [];
      bus.subscribe(topic, (each) => {
        if (each.kind === 'hint') seen.push(each.hint);
      });
      return seen;
    },
    async [Symbol.asyncDispose]() {
      for (const service of services) await service.drain(0);
      await turnLog[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
      await bus[Symbol.asyncDispose]();
      await closeStack();
      if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
