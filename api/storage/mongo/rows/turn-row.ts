import type { ConversationSettings, ModelRef, StopReason, TurnError, TurnKind, TurnStatus } from '@parley/contracts';
import { readObject, writeJson } from '../../kit/json.ts';
import type { TurnRow } from '../../ports/turns.ts';
import type { LongText } from './chunk-row.ts';

/** A turn as the collection keeps it. `active` is there as long as the turn has not ended. */
export interface StoredTurn {
  readonly _id: string;
  readonly seq: number;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly answerId: string;
  readonly userMessageId: string | null;
  readonly kind: TurnKind;
  readonly status: TurnStatus;
  readonly active?: true;
  readonly model: string;
  readonly settings: string;
  readonly digest: string;
  readonly ownerNode: string | null;
  readonly epoch: number;
  readonly stopReason: StopReason | null;
  readonly error: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Of a running turn whose log was not safe for a while. */
  readonly checkpoint?: string;
  /** Where it is when it is too long for the turn. */
  readonly longCheckpoint?: LongText | undefined;
}

/** Stands in for a model that cannot be read: no endpoint has this name, so such a turn can be ended but not run. */
const unreadableModel: ModelRef = { endpoint: 'unreadable', id: 'unreadable' };

/** Reads also a damaged one: a turn must be listed to be ended. */
export function toTurnRow(stored: StoredTurn): TurnRow {
  const {
    _id: id,
    ownerId,
    conversationId,
    answerId,
    userMessageId,
    kind,
    status,
    ownerNode,
    epoch,
    stopReason,
    createdAt,
    endedAt,
  } = stored;
  return {
    id,
    ownerId,
    conversationId,
    answerId,
    userMessageId,
    kind,
    status,
    model: readObject<ModelRef>(stored.model) ?? unreadableModel,
    settings: readObject<ConversationSettings>(stored.settings) ?? {},
    ownerNode,
    epoch,
    stopReason,
    error: readObject<TurnError>(stored.error) ?? null,
    createdAt,
    endedAt,
  };
}

export function fromTurnRow({ id, model, settings, error, ...row }: TurnRow, { seq, digest }: { seq: number; digest: string }): StoredTurn {
  return {
    _id: id,
    ...row,
    seq,
    digest,
    ...(row.endedAt === null ? { active: true as const } : {}),
    model: JSON.stringify(model),
    settings: JSON.stringify(settings),
    error: writeJson(error),
  };
}
