import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /auth/refresh`: the cookie's token for its successor and a new access token. */
export const refresh = implement(contract.auth.refresh, async ({ accounts }, _input, { refreshCookie }) => {
  const { grant, refreshToken } = await accounts.refresh(refreshCookie.value);
  refreshCookie.set(refreshToken);
  return grant;
});
