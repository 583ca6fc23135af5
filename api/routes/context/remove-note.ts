import { contract } from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import { implement } from '../implement.ts';

/** `DELETE /conversations/:id/notes/:noteId`: take back a summary or a cut. */
export const removeNote = implement(contract.context.removeNote, async ({ context }, { params }, { scope }) => ({
  notes: (await context.removeNote(scope, params.id, params.noteId)).map(presentNote),
}));
