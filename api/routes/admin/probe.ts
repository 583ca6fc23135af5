import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /admin/probe`: asks a model what it really does. */
export const postProbe = implement(contract.admin.probe, async ({ probes }, { body }, { scope, signal }) =>
  probes.probe(scope, body.model, signal),
);
