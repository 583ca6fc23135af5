import { contract } from '@parley/contracts';
import { presentApiKey } from '../../presenters/present-api-key.ts';
import { implement } from '../implement.ts';

/** `GET /api-keys`: the keys this account made for programs. */
export const list = implement(contract.apiKeys.list, async ({ apiKeys }, _input, { scope }) => {
  const keys = await apiKeys.list(scope);
  return { keys: keys.map(presentApiKey) };
});
