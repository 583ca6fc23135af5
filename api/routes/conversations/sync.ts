import { contract } from '@parley/contracts';
import { presentConversations } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `GET /sync`: what changed since a counter. */
export const syncConversations = implement(contract.conversations.sync, async ({ conversations }, { query }, { scope }) => {
  const { rows, gone, rev, more } = await conversations.sync(scope, query.since);
  return { conversations: presentConversations(rows), gone, rev, more };
});
