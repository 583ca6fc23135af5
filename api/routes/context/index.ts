import type { Implementation } from '../implement.ts';
import { compactContext } from './compact.ts';
import { editSummary } from './edit-summary.ts';
import { markMessage } from './mark.ts';
import { readNotes } from './notes.ts';
import { previewContext } from './preview.ts';
import { removeNote } from './remove-note.ts';
import { sentContext } from './sent.ts';

/** Every action of this resource. */
export const contextImplementations: readonly Implementation[] = [
  previewContext,
  sentContext,
  readNotes,
  compactContext,
  editSummary,
  removeNote,
  markMessage,
];
