import { assertThat, RequestError, roleSchema, type Allowance, type Budget, type BudgetReport, type ModelEntry } from '@parley/contracts';
import type { ConversationStore } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { UsageRow, UsageStore } from '../../storage/ports/usage.ts';
import { monthEnd, monthTerms } from './budget.ts';
import type { Decisions } from './decisions.ts';
import type { Ledger } from './ledger.ts';

export interface UsageNeeds {
  readonly storage: UsageStore &
    Pick<ConversationStore, 'getConversation'> & {
      getUsers(ids: readonly string[]): Promise<{ readonly id: string; readonly name: string }[]>;
    };
  readonly ledger: Ledger;
  readonly decisions: Decisions;
  readonly hasEndpoint: (id: string) => boolean;
  readonly now: () => number;
}

interface Days {
  readonly from: string;
  readonly to: string;
}

/** What was used, what it cost, and what may be spent. */
export interface UsageService {
  mine(scope: Scope, days: Days): Promise<{ rows: UsageRow[]; allowances: Allowance[] }>;
  /** Throws `conversation.not-found`. */
  chat(scope: Scope, conversationId: string): Promise<UsageRow[]>;
  /** Of everybody, with their names; for administrators. */
  everybody(days: Days): Promise<(UsageRow & { readonly name: string })[]>;
  /** With what was used of each in this month. */
  budgets(): Promise<BudgetReport[]>;
  /** Throws `budget.unknown-principal` and `endpoint.not-found`: a budget that nobody falls under would limit nothing, silently. */
  putBudget(budget: Budget): Promise<BudgetReport[]>;
  deleteBudget(of: Pick<Budget, 'principal' | 'endpoint'>): Promise<BudgetReport[]>;
  models(): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
  putModel(name: string, entry: ModelEntry): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
  deleteModel(name: string): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
}

export function createUsageService({ storage, ledger, decisions, hasEndpoint, now }: UsageNeeds): UsageService {
  async function allowances(scope: Scope): Promise<Allowance[]> {
    const payers = await ledger.allAccountsOf(scope);
    const known = new Map((await storage.readAccounts(payers.map(({ id }) => id))).map((account) => [account.id, account]));
    return payers.map(({ id, who, endpoint, balance, grant, refill }) => {
      const account = known.get(id);
      const granted = balance ? (account?.granted ?? grant) : grant;
      const next = balance ? (refill === undefined ? null : (account?.refilledAt ?? now()) + refill.every) : monthEnd(now());
      return {
        who,
        endpoint,
        granted: granted / 1e9,
        spent: (account?.spent ?? 0) / 1e9,
        reserved: (account?.reserved ?? 0) / 1e9,
        until: next === null ? null : new Date(next).toISOString(),
      };
    });
  }

  const namesOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map(ids.length === 0 ? [] : (await storage.getUsers(ids)).map(({ id, name }) => [id, name]));

  async function budgets(): Promise<BudgetReport[]> {
    const all = await decisions.budgets();
    const ids = all.map((budget) => monthTerms(budget, now()).id);
    const used = new Map((await storage.readAccounts(ids)).map((account) => [account.id, account]));
    const until = new Date(monthEnd(now())).toISOString();
    const names = await namesOf(all.flatMap(({ principal }) => (principal.type === 'user' ? [principal.id] : [])));
    return all.map((budget, index): BudgetReport => {
      const account = used.get(ids[index]!);
      const name = names.get(budget.principal.id) ?? null;
      return { ...budget, name, spent: (account?.spent ?? 0) / 1e9, reserved: (account?.reserved ?? 0) / 1e9, until };
    });
  }

  async function isKnown({ type, id }: Budget['principal']): Promise<boolean> {
    return type === 'role' ? roleSchema.safeParse(id).success : (await namesOf([id])).size > 0;
  }

  const models = (): { name: string; facts: ModelEntry }[] => Object.entries(decisions.models()).map(([name, facts]) => ({ name, facts }));

  return {
    mine: async (scope, days) => ({ rows: await storage.readUsage(scope, days), allowances: await allowances(scope) }),
    async chat(scope, conversationId) {
      if ((await storage.getConversation(scope, conversationId)) === null) throw new RequestError('conversation.not-found');
      return storage.readChatUsage(scope, conversationId);
    },
    async everybody(days) {
      const rows = await storage.readAllUsage(days);
      const names = await namesOf([...new Set(rows.map(({ ownerId }) => ownerId))]);
      return rows.map((row) => ({ ...row, name: names.get(row.ownerId) ?? '' }));
    },
    budgets,
    async putBudget(budget) {
      assertThat(await isKnown(budget.principal), 'budget.unknown-principal');
      assertThat(budget.endpoint === undefined || hasEndpoint(budget.endpoint), 'endpoint.not-found');
      await decisions.putBudget(budget);
      return budgets();
    },
    async deleteBudget(of) {
      await decisions.deleteBudget(of);
      return budgets();
    },
    async models() {
      await decisions.refresh();
      return models();
    },
    async putModel(name, entry) {
      await decisions.putModel(name, entry);
      return models();
    },
    async deleteModel(name) {
      await decisions.deleteModel(name);
      return models();
    },
  };
}
