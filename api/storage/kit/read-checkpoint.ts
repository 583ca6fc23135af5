import type { Checkpoint } from '../ports/turns.ts';
import { readObject } from './json.ts';

/** The text it is kept as. */
export const writeCheckpoint = ({ seq, parts, usage }: Checkpoint): string => JSON.stringify({ seq, parts, usage });

/** Null also for one that is damaged: the log, and the message as it was before the turn, are still there. */
export function readCheckpoint(text: string | null): Checkpoint | null {
  const value = readObject<Checkpoint>(text) ?? null;
  return value !== null && Number.isInteger(value.seq) && Array.isArray(value.parts) ? value : null;
}
