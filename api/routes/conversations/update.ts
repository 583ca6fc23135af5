import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `PATCH /conversations/:id`: rename, or change settings. */
export const updateConversation = implement(contract.conversations.update, async ({ conversations }, { params, body }, { scope }) =>
  presentConversation(await conversations.update(scope, params.id, body)),
);
