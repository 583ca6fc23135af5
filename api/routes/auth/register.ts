import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /auth/register`: always the same empty answer. */
export const register = implement(contract.auth.register, async ({ accounts }, { body }, { address, userAgent }) => {
  await accounts.register(body, { address, userAgent });
  return undefined;
});
