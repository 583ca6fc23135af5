import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /usage/budgets`: what may be spent. */
export const listBudgets = implement(contract.usage.listBudgets, async ({ usage }) => ({ budgets: await usage.budgets() }));
