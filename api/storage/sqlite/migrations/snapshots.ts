import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A copy that was taken before a step, and so holds what the version before it can open. */
export interface Snapshot {
  readonly file: string;
  /** The step it was taken before. */
  readonly before: number;
}

const nameOf = (file: string, version: number): string => `${file}.before-${String(version).padStart(4, '0')}`;

export const snapshotBefore = (file: string, version: number): Snapshot => ({ file: nameOf(file, version), before: version });

/** The snapshots beside a database, newest first. */
export function listSnapshots(file: string): Snapshot[] {
  const folder = path.dirname(file);
  const begin = `${path.basename(file)}.before-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(begin) && /^\d{4,}$/.test(name.slice(begin.length)))
    .map((name) => ({ file: path.join(folder, name), before: Number(name.slice(begin.length)) }))
    .toSorted((a, b) => b.before - a.before);
}

/**
 * After an upgrade whose first step was `first`: keeps the snapshots from which the last two upgrades began, and removes the others. Those
 * that were taken between the steps of one upgrade are of no version that anybody ran.
 */
export function removeOldSnapshots(file: string, first: number): void {
  const older = listSnapshots(file).find(({ before }) => before < first)?.before;
  for (const snapshot of listSnapshots(file))
    if (snapshot.before !== first && snapshot.before !== older) rmSync(snapshot.file, { force: true });
}
