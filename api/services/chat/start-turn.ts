import { localTitle, messageText } from '@parley/chat-core';
import { isKnownPart, RequestError, type CreateTurn, type Part } from '@parley/contracts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { BeginTurn, BegunTurn } from '../../storage/ports/turns.ts';
import { bodyDigest } from './body-digest.ts';
import type { ChatContext } from './chat-context.ts';
import { runTurn } from './run-turn.ts';

/** What a request to create a turn answers with. */
export type StartedTurn = Omit<BegunTurn, 'fresh'>;

/** The title of a conversation whose first message has no words to take one from. */
const untitled = 'New chat';

/** Refuses new work while the process is about to stop. */
export function assertAccepting(chat: ChatContext): void {
  if (chat.draining.signal.aborted) throw new RequestError('server.draining', { retryAfter: 5 });
}

/**
 * Commits what the person wrote and starts the answer: the model is found first (no network), then one atomic step, then the
 * run goes on without the request. A repeated request answers the first result and runs nothing. Resolves when readers can
 * follow the turn.
 */
export async function startTurn(chat: ChatContext, scope: Scope, conversationId: string, body: CreateTurn): Promise<StartedTurn> {
  assertAccepting(chat);
  const starting = beginAndRun(chat, scope, conversationId, body);
  chat.starting.add(starting);
  try {
    return await starting;
  } finally {
    chat.starting.delete(starting);
  }
}

async function beginAndRun(chat: ChatContext, scope: Scope, conversationId: string, body: CreateTurn): Promise<StartedTurn> {
  await chat.assertAccepted?.(scope.ownerId);
  chat.assertOffered?.(body.model);
  const model = await chat.resolveModel(scope, body.model);
  const { fresh, ...begun } = await chat.storage.beginTurn(scope, await beginning(chat, scope, conversationId, body));
  if (!fresh) return begun;

  const run = begun.turn.status === 'running' ? runTurn(chat, begun.turn, { model, answer: begun.answer }) : null;
  const conversation = await keepGivenTitle(chat, scope, begun.conversation, body);
  await run?.opened;
  chat.hints.conversationChanged(conversation);
  chat.hints.turnChanged(begun.turn);
  chat.hints.messagesChanged(conversationId, begun.userMessage ? [begun.userMessage.id, begun.answer.id] : [begun.answer.id]);
  return { ...begun, conversation };
}

async function beginning(chat: ChatContext, scope: Scope, conversationId: string, body: CreateTurn): Promise<BeginTurn> {
  const common = {
    turnId: body.turnId,
    kind: body.kind,
    conversationId,
    parentId: body.parentId,
    answerId: body.answerId,
    model: body.model,
    settings: body.settings ?? {},
    ...(body.leavingId === undefined ? {} : { leavingId: body.leavingId }),
    digest: bodyDigest(conversationId, body),
    node: chat.node,
    now: chat.now(),
    runningCap: chat.limits.runningTurnsPerUser,
    queueCap: chat.limits.queuedTurnsPerBranch,
  };
  if (body.kind === 'regenerate' && body.beside) return { ...common, beside: true };
  if (body.kind !== 'send') return common;
  const parts = await chat.files.resolveParts(scope, body.model.endpoint, body.parts);
  const userMessage = { id: body.userMessageId, parts };
  if (!body.create) return { ...common, userMessage };
  const title = body.create.title ?? (localTitle(messageText(parts)) || localTitle(firstFileName(parts)) || untitled);
  const settings = { ...body.create.settings, model: body.create.settings?.model ?? body.model };
  return { ...common, userMessage, create: { title, settings } };
}

/** What a message without words is about. */
const firstFileName = (parts: readonly Part[]): string =>
  parts.filter(isKnownPart).flatMap((part) => (part.type === 'file' ? [part.name] : []))[0] ?? '';

/** A title that came with the request is a person's: no model may replace it. */
async function keepGivenTitle(chat: ChatContext, scope: Scope, row: ConversationRow, body: CreateTurn): Promise<ConversationRow> {
  if (body.kind !== 'send' || body.create?.title === undefined) return row;
  const kept = await chat.storage.updateConversation(scope, row.id, { title: body.create.title, titleSource: 'user' });
  return kept ?? row;
}
