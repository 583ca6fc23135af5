import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /api-keys/:id`: revokes one. */
export const remove = implement(contract.apiKeys.remove, async ({ apiKeys }, { params }, { scope }) => {
  await apiKeys.remove(scope, params.id);
  return undefined;
});
