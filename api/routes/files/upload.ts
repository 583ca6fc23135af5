import { contract, RequestError } from '@parley/contracts';
import { presentFile } from '../../presenters/present-file.ts';
import { implement } from '../implement.ts';

/** `POST /files`: brings a file, whose content is the body. */
export const uploadFile = implement(contract.files.upload, async ({ files }, { query }, { scope, upload, address, signal }) => {
  if (upload === null) throw new RequestError('file.empty');
  return presentFile(await files.upload(scope, query.name, upload, { address, signal }));
});
