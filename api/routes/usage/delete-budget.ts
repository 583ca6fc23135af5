import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /usage/budgets`: takes a limit away. */
export const deleteBudget = implement(contract.usage.deleteBudget, async ({ usage }, { query: { endpoint, ...principal } }) => ({
  budgets: await usage.deleteBudget({ principal, ...(endpoint === undefined ? {} : { endpoint }) }),
}));
