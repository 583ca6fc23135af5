import { toTurnRow as fromMongo, type StoredTurn as TurnDocument } from '../../mongo/rows/turn-row.ts';
import { toTurnRow as fromSqlite, type StoredTurn } from '../../sqlite/rows/turn-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

/** A turn that has ended or waits in a queue; checkpoints belong to running ones, which are not moved. */
type Turn = Omit<TurnDocument, 'active' | 'checkpoint'>;

const columns = `
  seq id owner_id conversation_id answer_id user_message_id kind status model settings digest owner_node
  epoch stop_reason error created_at ended_at`;

export const turns: Entity<Turn> = {
  name: 'turns',
  inSqlite: (db) =>
    sqliteSide<StoredTurn, Turn>(db, {
      select: 'SELECT * FROM turns',
      table: 'turns',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields: (stored) => ({
        _id: stored.id,
        seq: stored.seq,
        ownerId: stored.owner_id,
        conversationId: stored.conversation_id,
        answerId: stored.answer_id,
        userMessageId: stored.user_message_id,
        kind: stored.kind,
        status: stored.status,
        model: stored.model,
        settings: stored.settings,
        digest: stored.digest,
        ownerNode: stored.owner_node,
        epoch: stored.epoch,
        stopReason: stored.stop_reason,
        error: stored.error,
        createdAt: stored.created_at,
        endedAt: stored.ended_at,
      }),
      toRow: fromSqlite,
      insert: [insertInto('staged_turns', columns)],
      toParams: (turn) => ({
        seq: turn.seq,
        id: turn._id,
        owner_id: turn.ownerId,
        conversation_id: turn.conversationId,
        answer_id: turn.answerId,
        user_message_id: turn.userMessageId,
        kind: turn.kind,
        status: turn.status,
        model: turn.model,
        settings: turn.settings,
        digest: turn.digest,
        owner_node: turn.ownerNode,
        epoch: turn.epoch,
        stop_reason: turn.stopReason,
        error: turn.error,
        created_at: turn.createdAt,
        ended_at: turn.endedAt,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<TurnDocument, Turn>({
      collection: collections.turns,
      key: ['_id'],
      toFields: ({ active: _active, checkpoint: _checkpoint, ...turn }) => turn,
      toRow: fromMongo,
      toDocument: (turn) => ({ ...turn, ...(turn.endedAt === null ? { active: true as const } : {}) }),
    }),
};
