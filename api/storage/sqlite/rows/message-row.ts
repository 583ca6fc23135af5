import type { Cost, Damaged, ModelRef, StopReason, TurnError, TurnStatus, Usage } from '@parley/contracts';
import type { MessageRow } from '../../ports/messages.ts';
import type { Params } from '../connection.ts';
import { readObject, writeJson } from '../../kit/json.ts';
import { readParts } from '../../kit/read-parts.ts';

/** A message as the table keeps it. */
export interface StoredMessage {
  readonly id: string;
  readonly conversation_id: string;
  readonly ordinal: number;
  readonly parent_id: string | null;
  readonly parent_ordinal: number | null;
  readonly depth: number;
  readonly skip_ordinal: number;
  readonly role: MessageRow['role'];
  readonly status: TurnStatus;
  readonly turn_id: string | null;
  readonly created_at: number;
  readonly edited_at: number | null;
  readonly deleted_at: number | null;
  readonly stop_reason: StopReason | null;
  readonly model: string | null;
  readonly usage: string | null;
  readonly cost: string | null;
  readonly error: string | null;
  readonly parts: string;
}

/** A row whose JSON cannot be read becomes one damaged item. */
export function toMessageRow(stored: StoredMessage): MessageRow | Damaged {
  const parts = readParts(stored.parts);
  const model = readObject<ModelRef>(stored.model);
  const usage = readObject<Usage>(stored.usage);
  const error = readObject<TurnError>(stored.error);
  // What it cost is in the ledger too: not to read it here damages nothing.
  const cost = readObject<Cost>(stored.cost);
  if (parts === undefined || model === undefined || usage === undefined || error === undefined) return { type: 'damaged', id: stored.id };
  return {
    id: stored.id,
    conversationId: stored.conversation_id,
    parentId: stored.parent_id,
    ordinal: stored.ordinal,
    parentOrdinal: stored.parent_ordinal ?? 0,
    role: stored.role,
    parts,
    status: stored.status,
    model,
    usage,
    ...(cost ? { cost } : {}),
    stopReason: stored.stop_reason,
    error,
    turnId: stored.turn_id,
    createdAt: stored.created_at,
    editedAt: stored.edited_at,
    deletedAt: stored.deleted_at,
  };
}

export function fromMessageRow(row: MessageRow): Params {
  return {
    id: row.id,
    conversationId: row.conversationId,
    ordinal: row.ordinal,
    parentId: row.parentId,
    parentOrdinal: row.parentOrdinal === 0 ? null : row.parentOrdinal,
    role: row.role,
    status: row.status,
    turnId: row.turnId,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    deletedAt: row.deletedAt,
    stopReason: row.stopReason,
    model: writeJson(row.model),
    usage: writeJson(row.usage),
    error: writeJson(row.error),
    parts: JSON.stringify(row.parts),
  };
}
