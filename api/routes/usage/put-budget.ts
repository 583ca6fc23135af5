import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `PUT /usage/budgets`: sets a limit. */
export const putBudget = implement(contract.usage.putBudget, async ({ usage }, { body }) => ({
  budgets: await usage.putBudget(body),
}));
