import { contract } from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import { implement } from '../implement.ts';

/** `PUT /conversations/:id/messages/:messageId/mark`: pin, exclude, or neither. */
export const markMessage = implement(contract.context.mark, async ({ context }, { params, body }, { scope }) => ({
  notes: (await context.mark(scope, params.id, params.messageId, body)).map(presentNote),
}));
