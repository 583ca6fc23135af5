import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /auth/sign-in`: email and password for an access token and a cookie. */
export const signIn = implement(contract.auth.signIn, async ({ accounts }, { body }, { address, userAgent, refreshCookie }) => {
  const { grant, refreshToken } = await accounts.signIn(body, { address, userAgent });
  refreshCookie.set(refreshToken);
  return grant;
});
