import { contract } from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/compact`: summarise the older part now. */
export const compactContext = implement(contract.context.compact, async ({ context }, { params, body }, { scope, signal }) => ({
  notes: (await context.compact(scope, params.id, body, signal)).map(presentNote),
}));
