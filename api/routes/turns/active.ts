import { contract } from '@parley/contracts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `GET /turns`: what is queued or running. */
export const activeTurns = implement(contract.turns.active, async ({ chat }, _input, { scope }) => ({
  turns: (await chat.activeTurns(scope)).map(presentTurn),
}));
