import { budgetSchema, modelEntrySchema, type Budget, type ModelEntry } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { Bus } from '../../realtime/ports.ts';
import type { DecisionStore } from '../../storage/ports/usage.ts';
import { budgetId } from './budget.ts';

interface Known {
  readonly budgets: readonly Budget[];
  readonly models: Readonly<Record<string, ModelEntry>>;
  readonly readAt: number;
}

/** What administrators decided on models and money: known on every node at once by a hint, and, should one be lost, after half a minute. */
export interface Decisions extends Disposable {
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

/** How long a reading is taken as it is when no hint says that it is old. Milliseconds. */
const freshFor = 30_000;

interface DecisionNeeds {
  readonly store: DecisionStore;
  readonly bus: Bus;
  readonly now: () => number;
  readonly logger: Logger;
}

const topic = 'decisions';

export function createDecisions({ store, bus, now, logger }: DecisionNeeds): Decisions {
  let known: Known = { budgets: [], models: {}, readAt: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | null = null;
  let asked = 0;
  let answered = 0;

  async function read(): Promise<void> {
    const readAt = now();
    const number = (asked += 1);
    const [budgets, models] = await Promise.all([store.listDecisions('budget'), store.listDecisions('model')]);
    // Of two readings the one that began later is the newer one, whichever ends first.
    if (number < answered) return;
    answered = number;
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
  const readBehind = (begin: () => Promise<void>): void =>
    void begin().catch((error: unknown) => logger.warn({ error }, 'what administrators decided could not be read'));
  const unsubscribe = bus.subscribe(topic, () => readBehind(read));
  /** Known here when this resolves; every other node hears of it. */
  async function tell(): Promise<void> {
    bus.publish(topic, { kind: 'decided' });
    await read();
  }
  const isDue = (): boolean => now() - known.readAt >= freshFor;

  return {
    refresh,
    async budgets() {
      if (isDue()) await refresh();
      return known.budgets;
    },
    models() {
      if (isDue()) readBehind(refresh);
      return known.models;
    },
    async putBudget(budget) {
      await store.putDecision('budget', budgetId(budget), budget, now());
      await tell();
    },
    async deleteBudget(of) {
      await store.deleteDecision('budget', budgetId(of));
      await tell();
    },
    async putModel(name, entry) {
      await store.putDecision('model', name, entry, now());
      await tell();
    },
    async deleteModel(name) {
      await store.deleteDecision('model', name);
      await tell();
    },
    [Symbol.dispose]: unsubscribe,
  };
}
