import type { Implementation } from '../implement.ts';
import { stream } from './stream.ts';

/** Every action of this resource. */
export const realtimeImplementations: readonly Implementation[] = [stream];
