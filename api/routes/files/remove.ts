import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /files/:id`: takes back a file that was not sent. */
export const removeFile = implement(contract.files.remove, async ({ files }, { params }, { scope }) => {
  await files.remove(scope, params.id);
  return undefined;
});
