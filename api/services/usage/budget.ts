import type { Budget } from '@parley/contracts';
import type { AccountTerms } from '../../storage/ports/usage.ts';

/** A balance that every person has, as LibreChat's `balance` describes it. US dollars and milliseconds. */
export interface Balance {
  readonly start: number;
  readonly refill?: { readonly amount: number; readonly every: number };
}

export const nanodollars = (amount: number): number => Math.round(amount * 1_000_000_000);

export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** When the next month begins. */
export function monthEnd(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Names a budget, and its account of a month. */
export const budgetId = ({ principal: { type, id }, endpoint }: Pick<Budget, 'principal' | 'endpoint'>): string =>
  JSON.stringify([type, id, endpoint ?? null]);

export const monthTerms = (budget: Budget, now: number): AccountTerms => ({
  id: `month ${monthOf(now)} ${budgetId(budget)}`,
  grant: nanodollars(budget.dollarsPerMonth),
  balance: false,
});

export const balanceTerms = (ownerId: string, { start, refill }: Balance): AccountTerms => ({
  id: `balance ${ownerId}`,
  grant: nanodollars(start),
  balance: true,
  ...(refill === undefined ? {} : { refill: { amount: nanodollars(refill.amount), every: refill.every } }),
});
