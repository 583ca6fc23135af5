import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `DELETE /presets/:id`: forgets a preset. */
export const removePreset = implement(contract.presets.remove, async ({ presets }, { params }, { scope }) => {
  await presets.remove(scope, params.id);
  return undefined;
});
