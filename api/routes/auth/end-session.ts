import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /auth/sessions/:id`: signs one device out. */
export const endSession = implement(contract.auth.endSession, async ({ accounts }, { params }, { actor }) => {
  await accounts.endSession(actor, params.id);
  return undefined;
});
