import { RequestError, type Allowance, type Budget, type ModelEntry } from '@parley/contracts';
import type { ConversationStore } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { UsageRow, UsageStore } from '../../storage/ports/usage.ts';
import { monthEnd } from './budget.ts';
import type { Decisions } from './decisions.ts';
import type { Ledger } from './ledger.ts';

export interface UsageNeeds {
  readonly storage: UsageStore &
    Pick<ConversationStore, 'getConversation'> & { getUser(id: string): Promise<{ readonly name: string } | null> };
  readonly ledger: Ledger;
  readonly decisions: Decisions;
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
  budgets(): Promise<readonly Budget[]>;
  putBudget(budget: Budget): Promise<readonly Budget[]>;
  deleteBudget(of: Pick<Budget, 'principal' | 'endpoint'>): Promise<readonly Budget[]>;
  models(): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
  putModel(name: string, entry: ModelEntry): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
  deleteModel(name: string): Promise<{ readonly name: string; readonly facts: ModelEntry }[]>;
}

export function createUsageService({ storage, ledger, decisions, now }: UsageNeeds): UsageService {
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

  const models = (): { name: string; facts: ModelEntry }[] => Object.entries(decisions.models()).map(([name, facts]) => ({ name, facts }));

  return {
    mine: async (scope, days) => ({ rows: await storage.readUsage(scope, days), allowances: await allowances(scope) }),
    async chat(scope, conversationId) {
      if ((await storage.getConversation(scope, conversationId)) === null) throw new RequestError('conversation.not-found');
      return storage.readChatUsage(scope, conversationId);
    },
    async everybody(days) {
      const rows = await storage.readAllUsage(days);
      const names = new Map<string, string>();
      for (const id of new Set(rows.map(({ ownerId }) => ownerId))) names.set(id, (await storage.getUser(id))?.name ?? '');
      return rows.map((row) => ({ ...row, name: names.get(row.ownerId) ?? '' }));
    },
    budgets: () => decisions.budgets(),
    async putBudget(budget) {
      await decisions.putBudget(budget);
      return decisions.budgets();
    },
    async deleteBudget(of) {
      await decisions.deleteBudget(of);
      return decisions.budgets();
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
