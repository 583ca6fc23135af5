import { contract } from '@parley/contracts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `GET /turns/:id`. */
export const getTurn = implement(contract.turns.get, async ({ chat }, { params }, { scope }) =>
  presentTurn(await chat.getTurn(scope, params.id)),
);
