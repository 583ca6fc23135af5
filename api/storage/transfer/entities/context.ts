import {
  calibrationId,
  noteId,
  toNoteRow as fromMongo,
  toSentContext as sentFromMongo,
  type StoredCalibration,
  type StoredNote as NoteDocument,
  type StoredSentContext as SentDocument,
} from '../../mongo/rows/note-row.ts';
import {
  toNoteRow as fromSqlite,
  toSentContext as sentFromSqlite,
  type StoredNote,
  type StoredSentContext,
} from '../../sqlite/rows/note-row.ts';
import { fromCalibration, toCalibration, type StoredCalibration as CalibrationFields } from '../../sqlite/rows/calibration-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

type Owned = { readonly owner_id: string };

/** Folds and marks. */
export const contextNotes: Entity<NoteDocument> = {
  name: 'context notes',
  inSqlite: (db) =>
    sqliteSide<StoredNote & Owned, NoteDocument>(db, {
      select: 'SELECT n.*, c.owner_id FROM context_notes n JOIN conversations c ON c.id = n.conversation_id',
      table: 'context_notes',
      key: ['n.conversation_id', 'n.id'],
      keyOf: (stored) => [stored.conversation_id, stored.id],
      toFields: (stored) => ({
        _id: noteId(stored.conversation_id, stored.id),
        conversationId: stored.conversation_id,
        ownerId: stored.owner_id,
        messageId: stored.message_id,
        ordinal: stored.ordinal,
        kind: stored.kind,
        text: stored.text,
        detail: stored.detail,
        createdAt: stored.created_at,
        editedAt: stored.edited_at,
      }),
      toRow: fromSqlite,
      insert: [insertInto('context_notes', 'conversation_id id message_id ordinal kind text detail created_at edited_at')],
      toParams: (note) => ({
        conversation_id: note.conversationId,
        id: note._id.slice(note.conversationId.length + 1),
        message_id: note.messageId,
        ordinal: note.ordinal,
        kind: note.kind,
        text: note.text,
        detail: note.detail,
        created_at: note.createdAt,
        edited_at: note.editedAt,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<NoteDocument, NoteDocument>({
      collection: collections.contextNotes,
      key: ['_id'],
      toFields: (stored) => stored,
      toRow: fromMongo,
      toDocument: (note) => note,
    }),
};

/** What each answer was sent. */
export const sentContexts: Entity<SentDocument> = {
  name: 'sent contexts',
  inSqlite: (db) =>
    sqliteSide<StoredSentContext & Owned & { readonly conversation_id: string }, SentDocument>(db, {
      select: `SELECT s.*, m.conversation_id, c.owner_id
        FROM sent_contexts s JOIN messages m ON m.id = s.answer_id JOIN conversations c ON c.id = m.conversation_id`,
      table: 'sent_contexts',
      key: ['s.answer_id'],
      keyOf: (stored) => [stored.answer_id],
      toFields: (stored) => ({
        _id: stored.answer_id,
        conversationId: stored.conversation_id,
        ownerId: stored.owner_id,
        body: stored.body,
      }),
      toRow: sentFromSqlite,
      insert: [insertInto('sent_contexts', 'answer_id body')],
      toParams: ({ _id, body }) => ({ answer_id: _id, body }),
    }),
  inMongo: (collections) =>
    mongoSide<SentDocument, SentDocument>({
      collection: collections.sentContexts,
      key: ['_id'],
      toFields: (stored) => stored,
      toRow: sentFromMongo,
      toDocument: (sent) => sent,
    }),
};

const learntOf = ({ ratio, samples, fit = null }: Pick<StoredCalibration, 'ratio' | 'samples' | 'fit'>): object => ({
  ratio,
  samples,
  fit,
});

/** How many tokens providers count for each of ours. */
export const calibrations: Entity<StoredCalibration> = {
  name: 'token calibrations',
  inSqlite: (db) =>
    sqliteSide<CalibrationFields, StoredCalibration>(db, {
      select: 'SELECT * FROM token_calibrations',
      table: 'token_calibrations',
      key: ['endpoint', 'model'],
      keyOf: (stored) => [stored.endpoint, stored.model],
      toFields: (fields) => ({ _id: calibrationId(fields.endpoint, fields.model), ...toCalibration(fields) }),
      toRow: (fields) => learntOf(toCalibration(fields)),
      insert: [insertInto('token_calibrations', 'endpoint model ratio samples fit updated_at')],
      toParams: ({ _id, fit = null, ...row }) => fromCalibration({ ...row, fit }),
    }),
  inMongo: (collections) =>
    mongoSide<StoredCalibration, StoredCalibration>({
      collection: collections.calibrations,
      key: ['_id'],
      toFields: (stored) => stored,
      toRow: learntOf,
      toDocument: (calibration) => calibration,
    }),
};
