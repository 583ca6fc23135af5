import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findMessage } from '../tree/find-message.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { findConversation } from './get-conversation.ts';

export interface TurnPlace {
  readonly id: string;
  readonly ordinal: number;
}

/** Turns of a conversation that are running or waiting, with the ordinals of their answers. */
export function runningTurns(db: Connection, conversationId: string): TurnPlace[] {
  return db.all<TurnPlace>(
    `SELECT t.id, m.ordinal FROM turns t INDEXED BY turns_running JOIN messages m ON m.id = t.answer_id
     WHERE t.conversation_id = @conversationId AND t.status IN ('running', 'waiting')`,
    { conversationId },
  );
}

export function listRunningUnder(db: Connection, { ownerId }: Scope, conversationId: string, messageId?: string): string[] {
  return withSnapshot(db, () => {
    if (findConversation(db, ownerId, conversationId) === null) return [];
    const running = runningTurns(db, conversationId);
    if (messageId === undefined) return running.map((turn) => turn.id);
    const message = findMessage(db, conversationId, messageId);
    if (message === null) return [];
    return running.filter((turn) => isAtOrUnder(db, conversationId, turn.ordinal, message.ordinal)).map((turn) => turn.id);
  });
}
