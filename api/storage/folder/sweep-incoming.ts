import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { orAbsent } from './has-code.ts';

/** Milliseconds without a byte after which an unfinished file belongs to nobody, on this node or another. */
const abandonedAfter = 86_400_000;

/** Removes what processes that died left unfinished. */
export async function sweepIncoming(incoming: string, now: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const found = await orAbsent(() => stat(file));
    if (found !== null && now - found.mtimeMs > abandonedAfter) await rm(file, { force: true });
  }
}
