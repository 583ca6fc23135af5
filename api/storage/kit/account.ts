import type { AccountRow, AccountTerms } from '../ports/usage.ts';

/** An account as it is now by its terms, before anything is reserved: opened, with an allowance in force, refilled when it is due and short. */
export function accountNow(found: AccountRow | undefined, terms: AccountTerms, amount: number, now: number): AccountRow {
  const account = found ?? { id: terms.id, granted: terms.grant, spent: 0, reserved: 0, refilledAt: now };
  if (!terms.balance) return { ...account, granted: terms.grant };
  const { refill } = terms;
  const isDue = refill !== undefined && now - account.refilledAt >= refill.every;
  if (!isDue || hasRoom(account, amount)) return account;
  return { ...account, granted: account.granted + refill.amount, refilledAt: now };
}

export const hasRoom = ({ granted, spent, reserved }: AccountRow, amount: number): boolean => spent + reserved + amount <= granted;
