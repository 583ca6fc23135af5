import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /endpoints`: what this account can talk to. */
export const listEndpoints = implement(contract.endpoints.list, async ({ endpoints }, { query }, { scope }) => ({
  endpoints: await endpoints.list(scope, { fresh: query.fresh === 'true' }),
  specs: endpoints.specs(),
}));
