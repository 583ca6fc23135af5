import type { LogWriter } from '../../realtime/ports.ts';
import type { SettledTurn } from '../../storage/ports/turns.ts';
import type { ChatContext } from './chat-context.ts';
import type { Ending } from './turn-failure.ts';

/** The answer is stored by now, so a log that cannot be closed costs its readers a reload and nobody a word. */
export async function endLog(chat: ChatContext, log: LogWriter, { status, stopReason, error }: Ending): Promise<void> {
  try {
    await log.finalize({ type: 'turn-end', status, stopReason, ...(error === null ? {} : { error }) });
  } catch (failure) {
    chat.logger.warn({ turnId: log.turnId, reason: String(failure) }, 'The log of a settled turn could not be closed.');
  }
}

/** Tells whoever has the chat open. */
export function announceEnd(chat: ChatContext, { conversation, turn, next }: SettledTurn): void {
  chat.hints.conversationChanged(conversation);
  chat.hints.turnChanged(turn);
  if (next) chat.hints.turnChanged(next);
  chat.hints.messagesChanged(turn.conversationId, [turn.answerId]);
}
