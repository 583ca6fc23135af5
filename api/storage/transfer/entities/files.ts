import type { StoredFile as FileDocument, StoredFileUse, StoredInstallation } from '../../mongo/rows/file-row.ts';
import { toFileRow as fromMongo } from '../../mongo/rows/file-row.ts';
import { toFileRow as fromSqlite, type StoredFile } from '../../sqlite/rows/file-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

const columns = 'id owner_id name media_type bytes sha256 width height created_at state unsent_since';

const withoutNull = ({
  unsentSince,
  ...rest
}: Omit<FileDocument, 'unsentSince'> & { readonly unsentSince?: number | null }): FileDocument =>
  unsentSince === null || unsentSince === undefined ? rest : { ...rest, unsentSince };

/** What is known of files. Their bytes stay where they are. */
export const files: Entity<FileDocument> = {
  name: 'files',
  inSqlite: (db) =>
    sqliteSide<StoredFile, FileDocument>(db, {
      select: 'SELECT * FROM files',
      table: 'files',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields: (stored) => {
        const { id: _id, ...row } = fromSqlite(stored);
        return withoutNull({ _id, ...row, state: stored.state, unsentSince: stored.unsent_since });
      },
      toRow: fromSqlite,
      insert: [insertInto('files', columns)],
      toParams: ({ _id, ownerId, mediaType, createdAt, unsentSince, ...rest }) => ({
        ...rest,
        id: _id,
        owner_id: ownerId,
        media_type: mediaType,
        created_at: createdAt,
        unsent_since: unsentSince ?? null,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<FileDocument, FileDocument>({
      collection: collections.files,
      key: ['_id'],
      toFields: ({ _id, ownerId, name, mediaType, bytes, sha256, width, height, createdAt, state, unsentSince }) =>
        withoutNull({
          _id,
          ownerId,
          name,
          mediaType,
          bytes,
          sha256,
          width: width ?? null,
          height: height ?? null,
          createdAt,
          state,
          ...(unsentSince === undefined ? {} : { unsentSince }),
        }),
      toRow: fromMongo,
      toDocument: (file) => file,
    }),
};

interface StoredUse {
  readonly message_id: string;
  readonly file_id: string;
  readonly conversation_id: string;
}

/** Which messages use which files. */
export const fileUses: Entity<StoredFileUse> = {
  name: 'uses of files',
  inSqlite: (db) =>
    sqliteSide<StoredUse, StoredFileUse>(db, {
      select:
        'SELECT u.message_id, u.file_id, (SELECT m.conversation_id FROM messages m WHERE m.id = u.message_id) AS conversation_id FROM file_uses u',
      table: 'file_uses',
      key: ['message_id', 'file_id'],
      keyOf: (stored) => [stored.message_id, stored.file_id],
      toFields: (stored) => ({ messageId: stored.message_id, fileId: stored.file_id, conversationId: stored.conversation_id }),
      toRow: () => null,
      insert: [insertInto('file_uses', 'message_id file_id')],
      toParams: ({ messageId, fileId }) => ({ message_id: messageId, file_id: fileId }),
    }),
  inMongo: (collections) =>
    mongoSide<StoredFileUse, StoredFileUse>({
      collection: collections.fileUses,
      key: ['messageId', 'fileId'],
      toFields: ({ messageId, fileId, conversationId }) => ({ messageId, fileId, conversationId }),
      toRow: () => null,
      toDocument: (use) => use,
    }),
};

interface StoredOne {
  readonly one: number;
  readonly id: string;
  readonly files_claimed: number;
}

/** What the stores of files are marked with. */
export const installation: Entity<StoredInstallation> = {
  name: 'installation',
  inSqlite: (db) =>
    sqliteSide<StoredOne, StoredInstallation>(db, {
      select: 'SELECT * FROM (SELECT * FROM installation WHERE one = 1)',
      table: 'installation',
      key: ['id'],
      keyOf: () => ['this'],
      toFields: ({ id, files_claimed }) => ({ _id: 'this', id, filesClaimed: files_claimed === 1 }),
      toRow: () => null,
      insert: [`INSERT OR REPLACE INTO installation (one, id, files_claimed) VALUES (1, @id, @claimed)`],
      toParams: ({ id, filesClaimed }) => ({ id, claimed: filesClaimed ? 1 : 0 }),
    }),
  inMongo: (collections) =>
    mongoSide<StoredInstallation, StoredInstallation>({
      collection: collections.installation,
      key: ['_id'],
      toFields: ({ _id, id, filesClaimed }) => ({ _id, id, filesClaimed }),
      toRow: () => null,
      toDocument: (one) => one,
    }),
};
