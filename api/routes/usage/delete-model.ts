import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /usage/models`: takes it back. */
export const deleteModel = implement(contract.usage.deleteModel, async ({ usage }, { query }) => ({
  models: await usage.deleteModel(query.name),
}));
