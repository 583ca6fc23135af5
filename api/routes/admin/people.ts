import { contract } from '@parley/contracts';
import { presentPerson } from '../../presenters/present-account.ts';
import { implement } from '../implement.ts';

/** `GET /admin/people`: finds accounts by a part of their name or email. */
export const people = implement(contract.admin.people, async ({ accounts }, { query }) => ({
  people: (await accounts.find(query.text)).map(presentPerson),
}));
