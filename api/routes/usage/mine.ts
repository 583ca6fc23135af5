import { contract } from '@parley/contracts';
import { presentUsage } from '../../presenters/present-usage.ts';
import { implement } from '../implement.ts';

/** `GET /usage`: what one used and may still spend. */
export const mine = implement(contract.usage.mine, async ({ usage }, { query }, { scope }) => {
  const { rows, allowances } = await usage.mine(scope, query);
  return { rows: rows.map(presentUsage), allowances };
});
