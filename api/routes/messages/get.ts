import { contract } from '@parley/contracts';
import { presentMessage } from '../../presenters/present-message.ts';
import { implement } from '../implement.ts';

/** `GET /conversations/:id/messages/:messageId`. */
export const getMessage = implement(contract.messages.get, async ({ conversations }, { params }, { scope }) =>
  presentMessage(await conversations.getMessage(scope, params.id, params.messageId)),
);
