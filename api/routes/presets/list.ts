import { contract } from '@parley/contracts';
import { presentPreset } from '../../presenters/present-preset.ts';
import { implement } from '../implement.ts';

/** `GET /presets`: one's presets and favourites. */
export const listPresets = implement(contract.presets.list, async ({ presets }, _input, { scope }) => {
  const { presets: rows, ...favourites } = await presets.list(scope);
  return { presets: rows.map(presentPreset), ...favourites };
});
