import { contract } from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import { implement } from '../implement.ts';

/** `GET /conversations/:id/notes`: summaries, cuts and marks. */
export const readNotes = implement(contract.context.notes, async ({ context }, { params }, { scope }) => ({
  notes: (await context.notes(scope, params.id)).map(presentNote),
}));
