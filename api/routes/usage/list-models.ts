import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /usage/models`: what administrators said of models. */
export const listModels = implement(contract.usage.listModels, async ({ usage }) => ({ models: await usage.models() }));
