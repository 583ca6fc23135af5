import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `PUT /usage/models`: says what a model holds, takes or costs. */
export const putModel = implement(contract.usage.putModel, async ({ usage }, { query, body }) => ({
  models: await usage.putModel(query.name, body),
}));
