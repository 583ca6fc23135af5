import type { Implementation } from '../implement.ts';
import { importPresets } from './import.ts';
import { listPresets } from './list.ts';
import { orderPresets } from './order.ts';
import { putFavourite } from './put-favourite.ts';
import { putPreset } from './put.ts';
import { removePreset } from './remove.ts';

/** Every action of this resource. */
export const presetImplementations: readonly Implementation[] = [
  listPresets,
  orderPresets,
  importPresets,
  putPreset,
  removePreset,
  putFavourite,
];
