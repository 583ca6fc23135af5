import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `GET /conversations/:id`. */
export const getConversation = implement(contract.conversations.get, async ({ conversations }, { params }, { scope }) =>
  presentConversation(await conversations.get(scope, params.id)),
);
