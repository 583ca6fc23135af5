import { contract } from '@parley/contracts';
import { presentUsage } from '../../presenters/present-usage.ts';
import { implement } from '../implement.ts';

/** `GET /usage/everybody`: what all people used. */
export const everybody = implement(contract.usage.everybody, async ({ usage }, { query }) => ({
  rows: (await usage.everybody(query)).map(({ name, ...row }) => ({ ...presentUsage(row), userId: row.ownerId, name })),
}));
