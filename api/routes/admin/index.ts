import type { Implementation } from '../implement.ts';
import { listProbes } from './list-probes.ts';
import { getNotices } from './notices.ts';
import { people } from './people.ts';
import { postProbe } from './probe.ts';

/** Every action of this resource. */
export const adminImplementations: readonly Implementation[] = [getNotices, postProbe, listProbes, people];
