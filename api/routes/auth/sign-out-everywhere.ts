import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /auth/sign-out-everywhere`: ends every session of the account. */
export const signOutEverywhere = implement(contract.auth.signOutEverywhere, async ({ accounts }, _input, { actor, refreshCookie }) => {
  await accounts.signOutEverywhere(actor);
  refreshCookie.clear();
  return undefined;
});
