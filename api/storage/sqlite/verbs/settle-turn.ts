import { assertThat } from '@parley/contracts/request-error';
import type { Scope } from '../../ports/scope.ts';
import type { SettledTurn, SettleTurn } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { findTurn } from '../reads/get-turn.ts';
import { writeJson } from '../../kit/json.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { addEntries } from './add-entries.ts';
import { startNextTurn } from './start-next-turn.ts';
import { existingConversation, touchConversation } from './touch-conversation.ts';

export function settleTurn(db: Connection, { ownerId }: Scope, input: SettleTurn): SettledTurn {
  const turn = findTurn(db, ownerId, input.turnId);
  assertThat(turn !== null, 'turn.not-found');
  if (turn.ended_at !== null) {
    return { fresh: false, turn: toTurnRow(turn), conversation: existingConversation(db, ownerId, turn.conversation_id), next: null };
  }
  assertThat(turn.epoch === input.epoch, 'turn.stale-epoch');

  const ended = endTurn(db, turn, input);
  storeAnswer(db, turn, input);
  addEntries(db, ownerId, input.ledger ?? []);
  const next = input.status === 'done' ? startNextTurn(db, ended, input.node) : null;
  const conversation = touchConversation(db, ownerId, turn.conversation_id);
  return { fresh: true, turn: toTurnRow(ended), conversation, next: next === null ? null : toTurnRow(next) };
}

function endTurn(db: Connection, turn: StoredTurn, { status, stopReason, error, now }: SettleTurn): StoredTurn {
  const ended: StoredTurn = { ...turn, status, stop_reason: stopReason, error: writeJson(error), ended_at: now, checkpoint: null };
  db.run(
    'UPDATE turns SET status = @status, stop_reason = @stopReason, error = @error, ended_at = @now, checkpoint = NULL WHERE id = @id',
    {
      id: turn.id,
      status,
      stopReason,
      error: ended.error,
      now,
    },
  );
  return ended;
}

function storeAnswer(db: Connection, turn: StoredTurn, { status, stopReason, error, parts, usage, cost, model }: SettleTurn): void {
  const set =
    'status = @status, stop_reason = @stopReason, error = @error, usage = @usage, cost = coalesce(@cost, cost), parts = @parts, model = coalesce(@model, model)';
  db.run(`UPDATE messages SET ${set} WHERE id = @id`, {
    id: turn.answer_id,
    status,
    stopReason,
    error: writeJson(error),
    usage: writeJson(usage),
    cost: writeJson(cost ?? null),
    parts: JSON.stringify(parts),
    model: writeJson(model ?? null),
  });
  if (turn.status === 'queued') db.run(`UPDATE messages SET status = 'done' WHERE id = @id`, { id: turn.user_message_id });
}
