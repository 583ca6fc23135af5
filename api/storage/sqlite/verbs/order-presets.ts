import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function orderPresets(db: Connection, { ownerId }: Scope, ids: readonly string[]): void {
  const all = db
    .all<{ id: string }>('SELECT id FROM presets WHERE owner_id = @ownerId ORDER BY position, id', { ownerId })
    .map(({ id }) => id);
  const first = [...new Set(ids)].filter((id) => all.includes(id));
  const ordered = [...first, ...all.filter((id) => !first.includes(id))];
  for (const [index, id] of ordered.entries())
    db.run('UPDATE presets SET position = @position WHERE id = @id', { id, position: index + 1 });
}
