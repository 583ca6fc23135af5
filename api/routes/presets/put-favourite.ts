import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /favourites`: marks a model, or takes the mark away. */
export const putFavourite = implement(contract.presets.putFavourite, async ({ presets }, { body }, { scope }) => ({
  favourites: await presets.markFavourite(scope, body.model, body.marked),
}));
