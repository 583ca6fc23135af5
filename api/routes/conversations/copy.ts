import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/copy`: a branch or the whole tree into a new conversation. */
export const copyConversation = implement(contract.conversations.copy, async ({ conversations }, { params, body }, { scope }) =>
  presentConversation(await conversations.copy(scope, params.id, body)),
);
