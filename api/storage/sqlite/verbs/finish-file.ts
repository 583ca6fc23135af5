import type { FileRow, FinishFile } from '../../ports/files.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toFileRow, type StoredFile } from '../rows/file-row.ts';

export function finishFile(db: Connection, { ownerId }: Scope, id: string, found: FinishFile, answerId?: string): FileRow | null {
  const isThere = (): boolean =>
    db.get(
      `SELECT 1 FROM messages JOIN conversations ON conversations.id = messages.conversation_id
       WHERE messages.id = @answerId AND conversations.owner_id = @ownerId`,
      { answerId: answerId ?? '', ownerId },
    ) !== undefined;
  if (answerId !== undefined && !isThere()) return null;
  const stored = db.get<StoredFile>(
    `UPDATE files SET state = 'there', media_type = @mediaType, bytes = @bytes, sha256 = @sha256, width = @width, height = @height
     WHERE id = @id AND owner_id = @ownerId AND state = 'coming' RETURNING *`,
    { id, ownerId, ...found },
  );
  if (stored !== undefined && answerId !== undefined)
    db.run('INSERT INTO file_uses (message_id, file_id) VALUES (@answerId, @id)', { answerId, id });
  return stored === undefined ? null : toFileRow(stored);
}
