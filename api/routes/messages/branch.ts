import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { presentMessages } from '../../presenters/present-message.ts';
import { implement } from '../implement.ts';

/** `GET /conversations/:id/messages`: a page of a branch. */
export const readBranch = implement(contract.messages.branch, async ({ conversations }, { params, query }, { scope }) => {
  const page = await conversations.branch(scope, params.id, query);
  return {
    conversation: presentConversation(page.conversation),
    leafId: page.leafId,
    messages: presentMessages(page.messages),
    earlier: page.earlier,
  };
});
