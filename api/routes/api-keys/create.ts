import { contract } from '@parley/contracts';
import { presentApiKey } from '../../presenters/present-api-key.ts';
import { implement } from '../implement.ts';

/** `POST /api-keys`: makes one, and shows its secret this once. */
export const create = implement(contract.apiKeys.create, async ({ apiKeys }, { body }, { scope }) => {
  const { key, secret } = await apiKeys.create(scope, body);
  return { key: presentApiKey(key), secret };
});
