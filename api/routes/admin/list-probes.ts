import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /admin/probes`: what models showed when they were last asked. */
export const listProbes = implement(contract.admin.listProbes, async ({ probes }) => ({ probes: await probes.list() }));
