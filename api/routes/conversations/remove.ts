import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `DELETE /conversations/:id`: into the bin. */
export const removeConversation = implement(contract.conversations.remove, async ({ conversations }, { params }, { scope }) =>
  presentConversation(await conversations.remove(scope, params.id)),
);
