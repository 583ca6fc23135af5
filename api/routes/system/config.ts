import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /config`: what a client needs before anyone is signed in. */
export const getConfig = implement(contract.system.config, async ({ accounts, system }) => ({
  ...system.about(),
  registration: await accounts.registration(),
}));
