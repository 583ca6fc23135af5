import type { Cost, Damaged, ModelRef, StopReason, TurnError, TurnStatus, Usage } from '@parley/contracts';
import { readObject, writeJson } from '../../kit/json.ts';
import { readParts } from '../../kit/read-parts.ts';
import type { MessageRow } from '../../ports/messages.ts';
import type { LongText } from './chunk-row.ts';

/**
 * A message as the collection keeps it; `parentOrdinal` of a root is 0. What is nested is JSON text: unknown keys, deep nesting and
 * half surrogates survive as they are, which BSON does not promise.
 */
export interface StoredMessage {
  readonly _id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly ordinal: number;
  readonly parentId: string | null;
  readonly parentOrdinal: number;
  readonly depth: number;
  readonly skip: number;
  readonly role: MessageRow['role'];
  readonly status: TurnStatus;
  readonly turnId: string | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
  readonly stopReason: StopReason | null;
  readonly model: string | null;
  readonly usage: string | null;
  readonly cost?: string | null;
  readonly error: string | null;
  /** Empty when they are too long and kept in chunks. */
  readonly parts: string;
  readonly longParts?: LongText | undefined;
}

/** A document whose JSON cannot be read becomes one damaged item. */
export function toMessageRow(stored: StoredMessage): MessageRow | Damaged {
  const parts = readParts(stored.parts);
  const model = readObject<ModelRef>(stored.model);
  const usage = readObject<Usage>(stored.usage);
  const error = readObject<TurnError>(stored.error);
  // What it cost is in the ledger too: not to read it here damages nothing.
  const cost = readObject<Cost>(stored.cost ?? null);
  const id = stored._id;
  if (parts === undefined || model === undefined || usage === undefined || error === undefined) return { type: 'damaged', id };
  const { conversationId, parentId, ordinal, parentOrdinal, role, status, stopReason, turnId, createdAt, editedAt, deletedAt } = stored;
  return {
    id,
    conversationId,
    parentId,
    ordinal,
    parentOrdinal,
    role,
    parts,
    status,
    model,
    usage,
    ...(cost ? { cost } : {}),
    stopReason,
    error,
    turnId,
    createdAt,
    editedAt,
    deletedAt,
  };
}

export function fromMessageRow(
  { id, parts, model, usage, cost, error, ...row }: MessageRow,
  place: Pick<StoredMessage, 'ownerId' | 'depth' | 'skip'>,
): StoredMessage {
  return {
    _id: id,
    ...row,
    ...place,
    model: writeJson(model),
    usage: writeJson(usage),
    ...(cost === undefined ? {} : { cost: writeJson(cost) }),
    error: writeJson(error),
    parts: JSON.stringify(parts),
  };
}
