import type { Cost, FinalStatus, ModelPrices } from '@parley/contracts';
import type { Scope } from './scope.ts';

/** What a call was for: an answer, a title, a summary of what came before, somebody's own program, or finding out what a model does. */
export type CallKind = 'answer' | 'title' | 'summary' | 'api' | 'probe';

/** One call of a model, settled: what it used, by which prices, and what it cost. */
export interface LedgerEntry {
  /** The same for the same call, however often it is written down: it counts once. Also the id of what was reserved for it. */
  readonly id: string;
  readonly kind: CallKind;
  readonly endpoint: string;
  readonly model: string;
  readonly turnId: string | null;
  readonly conversationId: string | null;
  /** Counted from 1 within a turn. */
  readonly attempt: number;
  readonly status: FinalStatus;
  /** Of this call alone: `calls` is 1. */
  readonly cost: Cost;
  readonly prices: ModelPrices | null;
  /** Nano-dollars that the accounts are charged: what it cost, or what stands in for a price that nobody knows. */
  readonly charged: number;
  /** Ids of the accounts that pay. */
  readonly accounts: readonly string[];
  /** Milliseconds since 1970; decides the day, in UTC. */
  readonly at: number;
}

/** What one person used of one model in one bucket: a day (`2026-11-29`) or a conversation (`chat:<id>`). */
export interface UsageRow extends Cost {
  readonly ownerId: string;
  readonly bucket: string;
  readonly kind: CallKind;
  readonly endpoint: string;
  readonly model: string;
}

/** What an account may spend: a month's allowance, or a balance that is refilled. Nano-dollars and milliseconds. */
export interface AccountTerms {
  /** Names it in the whole installation; a month's account has its month in its name. */
  readonly id: string;
  /** What it is given. Of an allowance this is always in force; a balance begins with it. */
  readonly grant: number;
  readonly balance: boolean;
  /** Of a balance: what it is given when it does not suffice and so long has passed since it last was. */
  readonly refill?: { readonly amount: number; readonly every: number };
}

export interface AccountRow {
  readonly id: string;
  readonly granted: number;
  readonly spent: number;
  /** For calls that have not been settled. */
  readonly reserved: number;
  readonly refilledAt: number;
}

export interface Reserve {
  /** That of the ledger's entry to come. */
  readonly id: string;
  /** Nano-dollars more; added to what is reserved under this id. */
  readonly amount: number;
  readonly accounts: readonly AccountTerms[];
  /** When it is given back although nobody settled it: its node is dead by then. */
  readonly expiresAt: number;
  readonly now: number;
}

/** `false`: this account has too little left, and nothing was reserved. */
export type Reserved = { readonly ok: true } | { readonly ok: false; readonly account: AccountRow };

/**
 * What models used and cost. The ledger is only added to; sums by day and by conversation are kept with every entry, in its transaction, so
 * that no reader counts.
 */
export interface UsageStore {
  /** Writes down a call that no turn settles. False when it is there already: nothing was changed. */
  recordCall(scope: Scope, entry: LedgerEntry): Promise<boolean>;
  /** The entries of a turn, by attempt. */
  readLedger(scope: Scope, turnId: string): Promise<LedgerEntry[]>;
  /** The rows of days from `from` to `to`, both included, in the order of days; at most 100,000. */
  readUsage(scope: Scope, days: { readonly from: string; readonly to: string }): Promise<UsageRow[]>;
  /** The same of everybody, for administrators. */
  readAllUsage(days: { readonly from: string; readonly to: string }): Promise<UsageRow[]>;
  /** The rows of a conversation; none for another's. */
  readChatUsage(scope: Scope, conversationId: string): Promise<UsageRow[]>;
  /**
   * Reserves an amount in every account, or in none. An account that is not there is opened; a balance that is due is refilled; what has
   * expired is given back first when there is too little. Of many at once no more are let through than there is left.
   */
  reserve(scope: Scope, input: Reserve): Promise<Reserved>;
  /** Gives back what was reserved for a call that was never made. Nothing when it is not there. */
  release(scope: Scope, id: string): Promise<void>;
  /** Accounts by their ids; those that were never used are left out. */
  readAccounts(ids: readonly string[]): Promise<AccountRow[]>;
}

/** What administrators decided for the installation: small JSON values by kind and id. */
export interface DecisionStore {
  /** Replaces the one before. */
  putDecision(kind: string, id: string, value: object, now: number): Promise<void>;
  /** False when there was none. */
  deleteDecision(kind: string, id: string): Promise<boolean>;
  /** By id; one that cannot be read is left out. At most 10,000. */
  listDecisions(kind: string): Promise<{ readonly id: string; readonly value: object }[]>;
}
