import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /openapi.json`: the contract as a document, made at the first call. */
export const getOpenApi = implement(contract.system.openapi, async ({ system }) => system.openApi());
