import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /conversations/:id/messages/:messageId/context`: what was sent for an answer. */
export const sentContext = implement(contract.context.sent, ({ context }, { params }, { scope }) =>
  context.sent(scope, params.id, params.messageId),
);
