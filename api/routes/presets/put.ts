import { contract } from '@parley/contracts';
import { presentPreset } from '../../presenters/present-preset.ts';
import { implement } from '../implement.ts';

/** `PUT /presets/:id`: keeps settings under a name. */
export const putPreset = implement(contract.presets.put, async ({ presets }, { params, body }, { scope }) => ({
  presets: (await presets.put(scope, params.id, body)).map(presentPreset),
}));
