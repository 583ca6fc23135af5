import { editDistance } from '../edit-distance.ts';

const bare = (word: string): string => word.toLowerCase().replace(/[_-]/g, '');

/** The known word that was probably meant: at most a third of it differs. Null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 64) return null;
  const meant = known
    .map((candidate) => ({ candidate, edits: editDistance(bare(word), bare(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.min(candidate.length, word.length) / 3)))
    .toSorted((a, b) => a.edits - b.edits);
  return meant[0]?.candidate ?? null;
}
