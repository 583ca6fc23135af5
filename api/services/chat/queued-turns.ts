import type { InputPart } from '@parley/contracts';
import type { MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { bestEffort } from './best-effort.ts';
import type { ChatContext } from './chat-context.ts';
import { runTurn } from './run-turn.ts';
import { assertAccepting } from './start-turn.ts';

/** Starts a turn that waits although its predecessor ended: that one was stopped, failed or interrupted. */
export async function sendNow(chat: ChatContext, scope: Scope, turnId: string): Promise<TurnRow> {
  assertAccepting(chat);
  const turn = await chat.storage.startQueuedTurn(scope, turnId, {
    node: chat.node,
    now: chat.now(),
    runningCap: chat.limits.runningTurnsPerUser,
  });
  await runTurn(chat, turn).opened;
  chat.hints.turnChanged(turn);
  await bestEffort(chat.logger, 'announce a queued turn that began', async () => {
    const conversation = await chat.storage.getConversation(scope, turn.conversationId);
    if (conversation) chat.hints.conversationChanged(conversation);
  });
  chat.hints.messagesChanged(turn.conversationId, messageIds(turn));
  return turn;
}

/** Changes the words of a message that still waits. */
export async function editQueued(
  chat: ChatContext,
  scope: Scope,
  turnId: string,
  parts: readonly InputPart[],
): Promise<MessageWithSiblings> {
  const turn = await chat.storage.getTurn(scope, turnId);
  const resolved = await chat.files.resolveParts(scope, turn?.model.endpoint ?? null, parts);
  const message = await chat.storage.editQueuedTurn(scope, turnId, resolved, chat.now());
  chat.hints.messagesChanged(message.conversationId, [message.id]);
  return message;
}

/** Takes a waiting message back; what waits behind it moves up. */
export async function removeQueued(chat: ChatContext, scope: Scope, turnId: string): Promise<void> {
  const turn = await chat.storage.getTurn(scope, turnId);
  const conversation = await chat.storage.removeQueuedTurn(scope, turnId);
  chat.hints.conversationChanged(conversation);
  chat.hints.messagesChanged(conversation.id, turn ? messageIds(turn) : []);
}

const messageIds = (turn: TurnRow): string[] => (turn.userMessageId === null ? [turn.answerId] : [turn.userMessageId, turn.answerId]);
