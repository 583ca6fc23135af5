import type { Connection } from '../connection.ts';

/** Gives back what was reserved under an id. Nothing when it is not there. */
export function releaseReservation(db: Connection, id: string): void {
  const found = db.get<{ amount: number; accounts: string }>('SELECT amount, accounts FROM reservations WHERE id = @id', { id });
  if (found === undefined) return;
  for (const account of JSON.parse(found.accounts) as string[])
    db.run('UPDATE budget_accounts SET reserved = max(0, reserved - @amount) WHERE id = @account', { account, amount: found.amount });
  db.run('DELETE FROM reservations WHERE id = @id', { id });
}

/** How many expired ones are given back at a time. */
const together = 1_000;

/** Gives back what nobody settled in time. */
export function releaseExpired(db: Connection, now: number): number {
  const expired = db.all<{ id: string }>('SELECT id FROM reservations WHERE expires_at <= @now ORDER BY expires_at LIMIT @together', {
    now,
    together,
  });
  for (const { id } of expired) releaseReservation(db, id);
  return expired.length;
}
