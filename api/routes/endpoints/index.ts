import type { Implementation } from '../implement.ts';
import { deleteKey } from './delete-key.ts';
import { listEndpoints } from './list.ts';
import { putKey } from './put-key.ts';

/** Every action of this resource. */
export const endpointImplementations: readonly Implementation[] = [listEndpoints, putKey, deleteKey];
