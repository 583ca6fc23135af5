import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /turns/:id`: take a queued message back. */
export const removeQueuedTurn = implement(contract.turns.removeQueued, async ({ chat }, { params }, { scope }) => {
  await chat.removeQueued(scope, params.id);
  return undefined;
});
