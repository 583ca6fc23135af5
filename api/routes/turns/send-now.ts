import { contract } from '@parley/contracts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `POST /turns/:id/send-now`: start a turn that waits although its predecessor ended. */
export const sendNow = implement(contract.turns.sendNow, async ({ chat }, { params }, { scope }) =>
  presentTurn(await chat.sendNow(scope, params.id)),
);
