import type { FileRow } from '../../ports/files.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toFileRow, type StoredFile } from '../rows/file-row.ts';

export function getFile(db: Connection, { ownerId }: Scope, id: string): FileRow | null {
  const stored = db.get<StoredFile>(`SELECT * FROM files WHERE id = @id AND owner_id = @ownerId AND state = 'there'`, { id, ownerId });
  return stored === undefined ? null : toFileRow(stored);
}

export function getFiles(db: Connection, scope: Scope, ids: readonly string[]): FileRow[] {
  return ids.flatMap((id) => getFile(db, scope, id) ?? []);
}
