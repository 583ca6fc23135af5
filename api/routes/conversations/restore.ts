import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/restore`: out of the bin. */
export const restoreConversation = implement(contract.conversations.restore, async ({ conversations }, { params }, { scope }) =>
  presentConversation(await conversations.restore(scope, params.id)),
);
