import { contract } from '@parley/contracts';
import { presentConversations } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `GET /conversations`: a page of the list. */
export const listConversations = implement(contract.conversations.list, async ({ conversations }, { query }, { scope }) => {
  const { title, cursor, ...rest } = query;
  const page = await conversations.list(scope, { ...rest, ...(title ? { title } : {}), ...(cursor === undefined ? {} : { cursor }) });
  return { conversations: presentConversations(page.rows), next: page.next, rev: page.rev };
});
