import { contract } from '@parley/contracts';
import { presentUsage } from '../../presenters/present-usage.ts';
import { implement } from '../implement.ts';

/** `GET /usage/conversations/:id`: what a conversation cost. */
export const chat = implement(contract.usage.chat, async ({ usage }, { params }, { scope }) => ({
  rows: (await usage.chat(scope, params.id)).map(presentUsage),
}));
