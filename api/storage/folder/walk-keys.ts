import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isBlobKey } from '../ports/blobs.ts';
import { orAbsent } from './has-code.ts';

/** Byte by byte: keys are ASCII, whose code units are their bytes. */
const byKey = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether something under this folder (its key ends with `/`) can begin with the prefix and come after the cursor. */
function mayHold(folderKey: string, prefix: string, after: string): boolean {
  const fits = folderKey.startsWith(prefix) || prefix.startsWith(folderKey);
  return fits && (folderKey > after || after.startsWith(folderKey));
}

/**
 * The keys of files under a folder that begin with a prefix and come after a cursor, in order. A folder counts as its key with `/`
 * behind it: so what lies in it stands together in the order of keys. What cannot be a key (unfinished, marks) is passed over.
 */
export async function* walkKeys(root: string, prefix: string, after: string, at = ''): AsyncGenerator<string, void> {
  const entries = (await orAbsent(() => readdir(path.join(root, at), { withFileTypes: true }))) ?? [];
  const names = entries
    .filter((entry) => isBlobKey(entry.name) && (entry.isFile() || entry.isDirectory()))
    .map((entry) => at + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort(byKey);
  for (const name of names) {
    if (!name.endsWith('/')) {
      if (name > after && name.startsWith(prefix)) yield name;
    } else if (mayHold(name, prefix, after)) {
      yield* walkKeys(root, prefix, after, name);
    }
  }
}
