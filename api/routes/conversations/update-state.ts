import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { implement } from '../implement.ts';

/** `PATCH /conversations/:id/state`: pin, archive, read mark, draft. */
export const updateConversationState = implement(
  contract.conversations.updateState,
  async ({ conversations }, { params, body }, { scope }) => presentConversation(await conversations.updateState(scope, params.id, body)),
);
