import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function doomFile(db: Connection, { ownerId }: Scope, id: string): boolean {
  const changed = db.run(
    `UPDATE files SET state = 'doomed', unsent_since = 0
     WHERE id = @id AND owner_id = @ownerId AND unsent_since IS NOT NULL AND state <> 'doomed'`,
    { id, ownerId },
  );
  return changed > 0;
}
