import { contract } from '@parley/contracts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `POST /turns/:id/stop`: from any device; what arrived is kept. */
export const stopTurn = implement(contract.turns.stop, async ({ chat }, { params }, { scope }) =>
  presentTurn(await chat.stopTurn(scope, params.id)),
);
