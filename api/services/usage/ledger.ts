import type { Budget, ModelPrices } from '@parley/contracts';
import { RequestError } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { ModelCall } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { AccountRow, AccountTerms, LedgerEntry, UsageStore } from '../../storage/ports/usage.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import { balanceTerms, monthEnd, monthTerms, type Balance } from './budget.ts';
import { createCallBooks, type CallBooks, type CallNote } from './call-books.ts';
import { estimateInput } from './estimate-tokens.ts';
import { priceTokens } from './price-call.ts';

/** What may be spent, as it is now. */
export interface Spending {
  readonly budgets: readonly Budget[];
  readonly balance: Balance | null;
  /** Charged to budgets for models whose price nobody knows. */
  readonly unpriced: ModelPrices;
}

export interface LedgerNeeds {
  readonly storage: UsageStore & { getUser(id: string): Promise<{ readonly role: string } | null> };
  readonly spending: () => Promise<Spending>;
  /** False: what nobody's budget or balance pays for is not written down; absent: everything is. */
  readonly keepsAll?: () => boolean;
  readonly now: () => number;
  readonly logger: Logger;
}

/** An account that pays, and why it does. */
export interface Payer extends AccountTerms {
  readonly who: 'user' | 'role' | 'balance';
  /** Null: whatever the endpoint. */
  readonly endpoint: string | null;
}

/** What a call is for; its id must be the same when the same call is written down again. */
export type CallOrigin = Pick<LedgerEntry, 'id' | 'kind' | 'endpoint' | 'turnId' | 'conversationId' | 'attempt'>;

/** Every call of a model goes through here: reserved before, counted while it streams, written down after. */
export interface Ledger {
  /**
   * Reserves what a call will cost, where a budget or a balance speaks of it, and opens its books. Throws `budget.exceeded`. `exhausted` hears when its
   * answer has used up what could be had: the call has to end. The books' entry is then settled with its turn, or by `record`.
   */
  open(scope: Scope, origin: CallOrigin, model: ResolvedModel, call: ModelCall, exhausted: (refusal: unknown) => void): Promise<CallBooks>;
  /** Every account that pays for something of a person's. */
  allAccountsOf(scope: Scope): Promise<readonly Payer[]>;
  /** What may be spent, as it is now. */
  spending(): Promise<Spending>;
  /** Whether a call is written down: always when something was reserved for it. */
  keeps(entry: LedgerEntry): boolean;
  /** Writes down a call that no turn settles; once, however often. */
  record(scope: Scope, entry: LedgerEntry): Promise<void>;
  /** Ids of the accounts that pay for a call; for calls whose books died with their node. */
  accountsOf(scope: Scope, endpoint: string, model: Pick<ResolvedModel, 'ownKey'>): Promise<readonly Payer[]>;
}

/** Nobody limits what is spent; it is written down all the same. */
export const noSpendingLimits: Spending = { budgets: [], balance: null, unpriced: { input: 0, output: 0 } };

/** Tokens of output that are reserved for a call at its beginning, and again each time it has used them up. */
export const reservedOutput = 1_000;
/** After this long a reservation that nobody settled is given back. Milliseconds; longer than any answer takes. */
const keptFor = 3_600_000;

export function createLedger({ storage, spending, keepsAll = () => true, now, logger }: LedgerNeeds): Ledger {
  const keeps = ({ accounts }: LedgerEntry): boolean => accounts.length > 0 || keepsAll();
  async function accountsOf(scope: Scope, endpoint: string, { ownKey }: Pick<ResolvedModel, 'ownKey'>): Promise<Payer[]> {
    // What a person pays for with their own key is nobody else's to limit.
    if (ownKey) return [];
    return (await allAccountsOf(scope)).filter((payer) => payer.endpoint === null || payer.endpoint === endpoint);
  }

  async function allAccountsOf(scope: Scope): Promise<Payer[]> {
    const { budgets, balance } = await spending();
    if (budgets.length === 0 && balance === null) return [];
    const byRole = budgets.some(({ principal }) => principal.type === 'role');
    const role = byRole ? (await storage.getUser(scope.ownerId))?.role : undefined;
    const mine = budgets.filter(({ principal: { type, id } }) => id === (type === 'user' ? scope.ownerId : role));
    const months = mine.map((budget): Payer => ({
      ...monthTerms(budget, now()),
      who: budget.principal.type,
      endpoint: budget.endpoint ?? null,
    }));
    return balance === null ? months : [...months, { ...balanceTerms(scope.ownerId, balance), who: 'balance', endpoint: null }];
  }

  async function reserve(scope: Scope, id: string, amount: number, accounts: readonly Payer[]): Promise<void> {
    const at = now();
    const answer = await storage.reserve(scope, { id, amount, accounts, expiresAt: at + keptFor, now: at });
    if (!answer.ok) throw refusal(answer.account, accounts, at);
  }

  return {
    accountsOf,
    allAccountsOf,
    spending,
    keeps,
    async open(scope, origin, model, call, exhausted) {
      const accounts = await accountsOf(scope, origin.endpoint, model);
      const { prices } = model.facts;
      const note: CallNote = {
        ...origin,
        model: call.model,
        inputTokens: estimateInput(call),
        ...(prices === undefined ? {} : { prices }),
      };
      if (accounts.length === 0) return createCallBooks(note, { ...unlimited, exhausted });
      const charged = prices ?? (await spending()).unpriced;
      const outputTokens = Math.min(reservedOutput, call.maxOutputTokens ?? reservedOutput, model.facts.outputTokens ?? reservedOutput);
      const costOf = (input: number, output: number): number =>
        priceTokens({ input, cachedInput: 0, cacheWrite: 0, output, reasoning: 0, estimated: true }, charged);
      await reserve(scope, origin.id, costOf(note.inputTokens, outputTokens), accounts);
      const step = costOf(note.inputTokens, outputTokens) - costOf(note.inputTokens, 0);
      return createCallBooks(note, {
        accounts: accounts.map(({ id }) => id),
        prices: charged,
        outputTokens,
        more: () => reserve(scope, origin.id, step, accounts),
        exhausted,
      });
    },
    async record(scope, entry) {
      if (!keeps(entry)) return;
      const isNew = await storage.recordCall(scope, entry);
      if (!isNew) logger.warn({ call: entry.id }, 'A call was written down before.');
    },
  };
}

const unlimited = { accounts: [], prices: { input: 0, output: 0 }, outputTokens: 0, more: async () => undefined };

/** Says who has too little left, how much that is, and until when. */
function refusal(account: AccountRow, accounts: readonly Payer[], now: number): RequestError {
  const terms = accounts.find(({ id }) => id === account.id);
  const left = Math.max(0, account.granted - account.spent - account.reserved) / 1_000_000_000;
  const refill = terms?.refill;
  const until = terms?.balance === true ? (refill === undefined ? null : account.refilledAt + refill.every) : monthEnd(now);
  const who = terms?.who ?? 'user';
  return new RequestError('budget.exceeded', {
    params: {
      who,
      left: Number(left.toFixed(6)),
      granted: account.granted / 1_000_000_000,
      ...(until === null ? {} : { until: new Date(until).toISOString() }),
    },
    detail: `The ${who === 'balance' ? 'balance' : `budget of the ${who}`} has $${left.toFixed(4)} left, too little for this call${until === null ? '' : `; more from ${new Date(until).toISOString().slice(0, 16)}Z`}.`,
  });
}
