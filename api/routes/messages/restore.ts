import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/messages/:messageId/restore`: undo a deletion. */
export const restoreMessage = implement(contract.messages.restore, async ({ conversations }, { params }, { scope }) =>
  presentConversation(await conversations.restoreMessage(scope, params.id, params.messageId)),
);
