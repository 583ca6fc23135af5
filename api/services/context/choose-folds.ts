import { isFoldKind, type NoteRow } from '../../storage/ports/context.ts';
import type { Budget } from './budget.ts';

/** A cut was made for a model that could take so much; one that can take notably more is sent the messages again. */
const moreRoom = 1.05;

/** The folds that hold for a budget, by the message they end with. Of several at one message the newest holds. */
export function foldsFor(notes: readonly NoteRow[], budget: Pick<Budget, 'input'>): ReadonlyMap<string, NoteRow> {
  const folds = new Map<string, NoteRow>();
  for (const note of notes) {
    if (!isFoldKind(note.kind)) continue;
    if (note.kind === 'cut' && budget.input > (note.detail.budget ?? 0) * moreRoom) continue;
    const other = folds.get(note.messageId);
    if (other === undefined || other.createdAt <= note.createdAt) folds.set(note.messageId, note);
  }
  return folds;
}

/** The summary that a fold stands on: its own words, or those that held when the cut was made. */
export function summaryOf(fold: NoteRow | null, notes: readonly NoteRow[]): NoteRow | null {
  if (fold === null) return null;
  if (fold.kind === 'summary') return fold;
  return notes.find((note) => note.id === fold.detail.summary && note.kind === 'summary') ?? null;
}
