import { contract } from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import { implement } from '../implement.ts';

/** `PATCH /conversations/:id/notes/:noteId`: change the words of a summary. */
export const editSummary = implement(contract.context.editSummary, async ({ context }, { params, body }, { scope }) => ({
  notes: (await context.editSummary(scope, params.id, params.noteId, body.text)).map(presentNote),
}));
