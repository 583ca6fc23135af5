import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `DELETE /conversations/:id/messages/:messageId`: with all below it. */
export const removeMessage = implement(contract.messages.remove, async ({ conversations }, { params }, { scope }) =>
  presentConversation(await conversations.removeMessage(scope, params.id, params.messageId)),
);
