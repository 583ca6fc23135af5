import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /account/terms`: agreeing to them. */
export const acceptTerms = implement(contract.account.acceptTerms, async ({ terms }, { body }, { actor }) => ({
  terms: await terms.accept(actor.userId, body.version),
}));
