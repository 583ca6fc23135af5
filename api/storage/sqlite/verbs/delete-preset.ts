import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function deletePreset(db: Connection, { ownerId }: Scope, id: string): boolean {
  return db.run('DELETE FROM presets WHERE id = @id AND owner_id = @ownerId', { id, ownerId }) > 0;
}
