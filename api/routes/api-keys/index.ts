import type { Implementation } from '../implement.ts';
import { create } from './create.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';

/** Every action of this resource. */
export const apiKeyImplementations: readonly Implementation[] = [list, create, remove];
