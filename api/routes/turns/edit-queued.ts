import { contract } from '@parley/contracts';
import { presentMessage } from '../../presenters/present-message.ts';
import { implement } from '../implement.ts';

/** `PATCH /turns/:id`: change the message of a queued turn. */
export const editQueuedTurn = implement(contract.turns.editQueued, async ({ chat }, { params, body }, { scope }) =>
  presentMessage(await chat.editQueued(scope, params.id, body.parts)),
);
