import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { releaseReservation } from './release-reservation.ts';

export function release(db: Connection, { ownerId }: Scope, id: string): void {
  if (db.get('SELECT 1 FROM reservations WHERE id = @id AND owner_id = @ownerId', { id, ownerId }) !== undefined)
    releaseReservation(db, id);
}
