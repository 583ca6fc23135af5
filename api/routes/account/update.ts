import { contract } from '@parley/contracts';
import { presentAccount } from '../../presenters/present-account.ts';
import { implement } from '../implement.ts';

/** `PATCH /account`: another name. */
export const updateAccount = implement(contract.account.update, async ({ accounts }, { body }, { actor }) =>
  presentAccount(await accounts.rename(actor, body.name)),
);
