import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `PUT /endpoints/:id/key`: a key of one's own, encrypted before it is stored. */
export const putKey = implement(contract.endpoints.putKey, ({ endpoints }, { params, body }, { scope }) =>
  endpoints.putKey(scope, params.id, body),
);
