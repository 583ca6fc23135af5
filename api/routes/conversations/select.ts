import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/select`: go to a version. */
export const selectMessage = implement(contract.conversations.select, async ({ conversations }, { params, body }, { scope }) =>
  presentConversation(await conversations.select(scope, params.id, body.messageId, body.leavingId)),
);
