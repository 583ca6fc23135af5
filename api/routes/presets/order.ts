import { contract } from '@parley/contracts';
import { presentPreset } from '../../presenters/present-preset.ts';
import { implement } from '../implement.ts';

/** `POST /presets/order`: puts presets in another order. */
export const orderPresets = implement(contract.presets.order, async ({ presets }, { body }, { scope }) => ({
  presets: (await presets.order(scope, body.ids)).map(presentPreset),
}));
