import { contract } from '@parley/contracts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `GET /turns/:id`. */
export const getTurn = implement(contract.turns.get, async ({ chat }, { params }, { scope }) => {
  const turn = await chat.getTurn(scope, params.id);
  const { model: _, compaction: __, ...settings } = turn.settings;
  return { ...presentTurn(turn), settings };
});
