import { contract } from '@parley/contracts';
import { presentPreset } from '../../presenters/present-preset.ts';
import { implement } from '../implement.ts';

/** `POST /presets/import`: takes in presets of a file. */
export const importPresets = implement(contract.presets.import, async ({ presets }, { body }, { scope }) => {
  const { presets: rows, leftOut } = await presets.importAll(scope, body.presets);
  return { presets: rows.map(presentPreset), leftOut };
});
