import { budgetSchema, modelEntrySchema, type Budget, type ModelEntry } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { DecisionStore } from '../../storage/ports/usage.ts';
import { budgetId } from './budget.ts';

interface Known {
  readonly budgets: readonly Budget[];
  readonly models: Readonly<Record<string, ModelEntry>>;
  readonly readAt: number;
}

/** What administrators decided on models and money, as it was a few seconds ago at most, on every node. */
export interface Decisions {
  budgets(): Promise<readonly Budget[]>;
  /** What was last read; a newer reading begins behind it when it is due. */
  models(): Readonly<Record<string, ModelEntry>>;
  /** Reads anew; resolves when it is known. */
  refresh(): Promise<void>;
  putBudget(budget: Budget): Promise<void>;
  deleteBudget(of: Pick<Budget, 'principal' | 'endpoint'>): Promise<void>;
  putModel(name: string, entry: ModelEntry): Promise<void>;
  deleteModel(name: string): Promise<void>;
}

/** How long a reading is taken as it is: so long another node may follow what was decided before. Milliseconds. */
const freshFor = 5_000;

export function createDecisions({ store, now, logger }: { store: DecisionStore; now: () => number; logger: Logger }): Decisions {
  let known: Known = { budgets: [], models: {}, readAt: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const readAt = now();
    const [budgets, models] = await Promise.all([store.listDecisions('budget'), store.listDecisions('model')]);
    known = {
      readAt,
      // What another version wrote and this one does not understand has no effect here.
      budgets: budgets.flatMap(({ value }) => budgetSchema.safeParse(value).data ?? []),
      models: Object.fromEntries(
        models.flatMap(({ id, value }) => {
          const entry = modelEntrySchema.safeParse(value).data;
          return entry === undefined ? [] : [[id, entry] as const];
        }),
      ),
    };
  }
  const refresh = (): Promise<void> => (reading ??= read().finally(() => (reading = null)));
  const isDue = (): boolean => now() - known.readAt >= freshFor;

  return {
    refresh,
    async budgets() {
      if (isDue()) await refresh();
      return known.budgets;
    },
    models() {
      if (isDue()) refresh().catch((error: unknown) => logger.warn({ error }, 'what administrators said of models could not be read'));
      return known.models;
    },
    async putBudget(budget) {
      await store.putDecision('budget', budgetId(budget), budget, now());
      await read();
    },
    async deleteBudget(of) {
      await store.deleteDecision('budget', budgetId(of));
      await read();
    },
    async putModel(name, entry) {
      await store.putDecision('model', name, entry, now());
      await read();
    },
    async deleteModel(name) {
      await store.deleteDecision('model', name);
      await read();
    },
  };
}
