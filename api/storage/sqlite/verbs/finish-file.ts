import type { FileRow, FinishFile } from '../../ports/files.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toFileRow, type StoredFile } from '../rows/file-row.ts';

export function finishFile(db: Connection, { ownerId }: Scope, id: string, found: FinishFile): FileRow | null {
  const stored = db.get<StoredFile>(
    `UPDATE files SET state = 'there', media_type = @mediaType, bytes = @bytes, sha256 = @sha256, width = @width, height = @height
     WHERE id = @id AND owner_id = @ownerId AND state = 'coming' RETURNING *`,
    { id, ownerId, ...found },
  );
  return stored === undefined ? null : toFileRow(stored);
}
