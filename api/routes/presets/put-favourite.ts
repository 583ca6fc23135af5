import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /favourites`: marks a model or a spec, or takes the mark away. */
export const putFavourite = implement(contract.presets.putFavourite, ({ presets }, { body }, { scope }) =>
  presets.markFavourite(scope, body, body.marked),
);
