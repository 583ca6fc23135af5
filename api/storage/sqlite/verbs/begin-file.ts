import type { BeginFile } from '../../ports/files.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function beginFile(db: Connection, { ownerId }: Scope, file: BeginFile): 'kept' | 'full' {
  const { id, name, bytes, now, maxFiles, maxBytes } = file;
  // What was used and is not any more goes with the next sweep, and takes nobody's room.
  const unsent = db.get<{ files: number; bytes: number }>(
    'SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM files WHERE owner_id = @ownerId AND unsent_since > 0',
    { ownerId },
  ) ?? { files: 0, bytes: 0 };
  if (unsent.files >= maxFiles || unsent.bytes + bytes > maxBytes) return 'full';
  db.run(
    `INSERT INTO files (id, owner_id, name, media_type, bytes, sha256, created_at, state, unsent_since)
     VALUES (@id, @ownerId, @name, '', @bytes, '', @now, 'coming', @now)`,
    { id, ownerId, name, bytes, now },
  );
  return 'kept';
}
