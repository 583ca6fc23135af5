import type { ConversationSettings, ModelRef, StopReason, TurnError, TurnKind, TurnStatus } from '@parley/contracts';
import type { TurnRow } from '../../ports/turns.ts';
import type { Params } from '../connection.ts';
import { readObject, writeJson } from '../../kit/json.ts';

/** A turn as the table keeps it. */
export interface StoredTurn {
  readonly seq: number;
  readonly id: string;
  readonly owner_id: string;
  readonly conversation_id: string;
  readonly answer_id: string;
  readonly user_message_id: string | null;
  readonly kind: TurnKind;
  readonly status: TurnStatus;
  readonly model: string;
  readonly settings: string;
  readonly digest: string;
  readonly owner_node: string | null;
  readonly epoch: number;
  readonly stop_reason: StopReason | null;
  readonly error: string | null;
  readonly created_at: number;
  readonly ended_at: number | null;
  /** Of a running turn whose log was not safe for a while. */
  readonly checkpoint: string | null;
}

/** Stands in for a model that cannot be read: no endpoint has this name, so such a turn can be ended but not run. */
const unreadableModel: ModelRef = { endpoint: 'unreadable', id: 'unreadable' };

/** Reads also a damaged row: a turn must be listed to be ended. */
export function toTurnRow(stored: StoredTurn): TurnRow {
  return {
    id: stored.id,
    ownerId: stored.owner_id,
    conversationId: stored.conversation_id,
    answerId: stored.answer_id,
    userMessageId: stored.user_message_id,
    kind: stored.kind,
    status: stored.status,
    model: readObject<ModelRef>(stored.model) ?? unreadableModel,
    settings: readObject<ConversationSettings>(stored.settings) ?? {},
    ownerNode: stored.owner_node,
    epoch: stored.epoch,
    stopReason: stored.stop_reason,
    error: readObject<TurnError>(stored.error) ?? null,
    createdAt: stored.created_at,
    endedAt: stored.ended_at,
  };
}

export function fromTurnRow(row: TurnRow, digest: string): Params {
  return {
    id: row.id,
    ownerId: row.ownerId,
    conversationId: row.conversationId,
    answerId: row.answerId,
    userMessageId: row.userMessageId,
    kind: row.kind,
    status: row.status,
    model: JSON.stringify(row.model),
    settings: JSON.stringify(row.settings),
    digest,
    ownerNode: row.ownerNode,
    epoch: row.epoch,
    stopReason: row.stopReason,
    error: writeJson(row.error),
    createdAt: row.createdAt,
    endedAt: row.endedAt,
  };
}
