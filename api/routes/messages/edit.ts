import { contract } from '@parley/contracts';
import { presentMessage } from '../../presenters/present-message.ts';
import { implement } from '../implement.ts';

/** `PATCH /conversations/:id/messages/:messageId`: another text in place. */
export const editMessage = implement(contract.messages.edit, async ({ conversations }, { params, body }, { scope }) =>
  presentMessage(await conversations.editMessage(scope, params.id, params.messageId, body.text)),
);
