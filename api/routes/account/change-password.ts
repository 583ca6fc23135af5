import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /account/password`: another password; every other session ends. */
export const changePassword = implement(contract.account.changePassword, async ({ accounts }, { body }, { actor }) => {
  await accounts.changePassword(actor, body);
  return undefined;
});
