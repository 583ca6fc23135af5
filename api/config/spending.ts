import type { ModelPrices } from '@parley/contracts';
import type { Entry } from './file/check-tree.ts';
import { at, flagAt, numberAt, textAt } from './file/entry.ts';
import type { EnvReader } from './read-env.ts';

/** What every person may spend: US dollars and milliseconds. */
export interface SpendingConfig {
  /** Null: nobody has a balance. */
  readonly balance: { readonly start: number; readonly refill?: { readonly amount: number; readonly every: number } } | null;
  /** What budgets and balances are charged for a model whose price nobody knows, per million tokens. */
  readonly unpriced: ModelPrices;
  /** False: calls that no budget and no balance pays for are not written down. */
  readonly transactions: boolean;
}

/** LibreChat counts in credits, a million to the dollar. */
const creditsPerDollar = 1_000_000;
const day = 86_400_000;
const units: Readonly<Record<string, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: day,
  weeks: 7 * day,
  months: 30 * day,
};
/** LibreChat's rate for a model that it does not know. */
const unknownRate = 6;

/** From `balance` and `transactions` of the configuration file, else from the older variables. Where people have balances everything is written down. */
export function readSpending(env: EnvReader, root: Entry | null): SpendingConfig {
  const unpriced = { input: unknownRate, output: unknownRate };
  const transactions = flagAt(root === null ? undefined : at(root, 'transactions'), 'enabled') ?? true;
  const older = env.flag('CHECK_BALANCE', false);
  const olderStart = env.integer('START_BALANCE', 20_000, { min: 0, max: 1_000_000_000_000 });
  const balance = root === null ? undefined : at(root, 'balance');
  if (!(flagAt(balance, 'enabled') ?? older)) return { balance: null, unpriced, transactions };
  const start = (numberAt(balance, 'startBalance') ?? olderStart) / creditsPerDollar;
  if (!flagAt(balance, 'autoRefillEnabled')) return { balance: { start }, unpriced, transactions: true };
  const amount = (numberAt(balance, 'refillAmount') ?? 10_000) / creditsPerDollar;
  const every = (numberAt(balance, 'refillIntervalValue') ?? 30) * units[textAt(balance, 'refillIntervalUnit') ?? 'days']!;
  return { balance: { start, refill: { amount, every } }, unpriced, transactions: true };
}
