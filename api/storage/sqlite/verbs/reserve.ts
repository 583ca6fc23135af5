import { accountNow, hasRoom } from '../../kit/account.ts';
import type { Scope } from '../../ports/scope.ts';
import type { AccountRow, Reserve, Reserved } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { findAccount } from '../reads/read-accounts.ts';
import { releaseExpired } from './release-reservation.ts';

export function reserve(db: Connection, { ownerId }: Scope, input: Reserve): Reserved {
  const short = tryReserve(db, ownerId, input);
  if (short === null) return { ok: true };
  if (releaseExpired(db, input.now) === 0) return { ok: false, account: short };
  const still = tryReserve(db, ownerId, input);
  return still === null ? { ok: true } : { ok: false, account: still };
}

/** The account that has too little left; null when all have enough, and it is reserved. */
function tryReserve(db: Connection, ownerId: string, { id, amount, accounts, expiresAt, now }: Reserve): AccountRow | null {
  const found = accounts.map((terms) => accountNow(findAccount(db, terms.id), terms, amount, now));
  const short = found.find((account) => !hasRoom(account, amount));
  for (const account of found) keep(db, account, short === undefined ? amount : 0);
  if (short !== undefined) return short;
  db.run(
    `INSERT INTO reservations (id, owner_id, amount, accounts, expires_at) VALUES (@id, @ownerId, @amount, @accounts, @expiresAt)
     ON CONFLICT (id) DO UPDATE SET amount = amount + @amount, expires_at = @expiresAt`,
    { id, ownerId, amount, accounts: JSON.stringify(accounts.map((terms) => terms.id)), expiresAt },
  );
  return null;
}

/** An account that is short is kept too: it may just have been opened or refilled. */
function keep(db: Connection, { id, granted, spent, reserved, refilledAt }: AccountRow, amount: number): void {
  db.run(
    `INSERT INTO budget_accounts (id, granted, spent, reserved, refilled_at) VALUES (@id, @granted, @spent, @reserved, @refilledAt)
     ON CONFLICT (id) DO UPDATE SET granted = @granted, reserved = @reserved, refilled_at = @refilledAt`,
    { id, granted, spent, reserved: reserved + amount, refilledAt },
  );
}
