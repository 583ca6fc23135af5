import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /auth/sign-out`: ends the cookie's session, if there is one. */
export const signOut = implement(contract.auth.signOut, async ({ accounts }, _input, { refreshCookie }) => {
  await accounts.signOut(refreshCookie.value);
  refreshCookie.clear();
  return undefined;
});
