import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /health`: 200, or `server.draining` while the process stops. */
export const getHealth = implement(contract.system.health, async ({ system }) => system.health());
