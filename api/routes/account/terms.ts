import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /account/terms`: what is to be agreed to. */
export const getTerms = implement(contract.account.terms, async ({ terms }, _input, { actor }) => ({
  terms: await terms.of(actor.userId),
}));
