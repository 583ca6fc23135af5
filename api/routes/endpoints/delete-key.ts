import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /endpoints/:id/key`: forgets a key of one's own. */
export const deleteKey = implement(contract.endpoints.deleteKey, async ({ endpoints }, { params }, { scope }) => {
  await endpoints.deleteKey(scope, params.id);
  return undefined;
});
