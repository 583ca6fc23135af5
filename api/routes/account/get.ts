import { contract } from '@parley/contracts';
import { presentAccount } from '../../presenters/present-account.ts';
import { implement } from '../implement.ts';

/** `GET /account`: who is signed in. */
export const getAccount = implement(contract.account.get, async ({ accounts }, _input, { actor }) =>
  presentAccount(await accounts.get(actor)),
);
