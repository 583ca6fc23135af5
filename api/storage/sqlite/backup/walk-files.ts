import { readdirSync } from 'node:fs';
import path from 'node:path';
import { filesMark, filesPrefix, isMemberName } from './member-name.ts';

/** The stored files under a folder, by the names they have in an archive. What cannot be one (unfinished, foreign) is passed over. */
export function* walkFiles(folder: string, at = ''): Generator<{ readonly name: string; readonly file: string }> {
  for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
    const name = `${filesPrefix}${at}${entry.name}`;
    if (!isMemberName(name)) continue;
    if (entry.isFile()) yield { name, file: path.join(folder, at, entry.name) };
    else if (entry.isDirectory() && name !== filesMark) yield* walkFiles(folder, `${at}${entry.name}/`);
  }
}
