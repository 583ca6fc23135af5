import { contract, type RouteResponse } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /docs`: the contract as a page to read; the guard sends what comes back as HTML. */
export const getDocs = implement(
  contract.system.docs,
  async ({ system }) => (await system.docs()) as unknown as RouteResponse<typeof contract.system.docs>,
);
