import type { Implementation } from '../implement.ts';
import { getNotices } from './notices.ts';
import { postProbe } from './probe.ts';

/** Every action of this resource. */
export const adminImplementations: readonly Implementation[] = [getNotices, postProbe];
