import type { Installation } from '../../ports/installation.ts';
import type { Connection } from '../connection.ts';

export function getInstallation(db: Connection, freshId: string): Installation {
  db.run('INSERT INTO installation (one, id) VALUES (1, @freshId) ON CONFLICT DO NOTHING', { freshId });
  const stored = db.get<{ id: string; files_claimed: number }>('SELECT id, files_claimed FROM installation WHERE one = 1');
  if (stored === undefined) throw new Error('The installation was not kept.');
  return { id: stored.id, filesClaimed: stored.files_claimed === 1 };
}

export function markFilesClaimed(db: Connection): void {
  db.run('UPDATE installation SET files_claimed = 1 WHERE one = 1');
}
