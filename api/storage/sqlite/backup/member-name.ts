/** What a backup of a data folder may hold, by the names it has there. */
export const manifestName = 'manifest.json';
export const filesPrefix = 'files/';
/** Marks whose files these are; see the folder store. */
export const filesMark = `${filesPrefix}.parley-installation`;

const fixed: ReadonlySet<string> = new Set([manifestName, 'parley.db', 'turns.db', 'jwt.secret', 'credentials.secret', filesMark]);
const blob = /^files\/[a-z0-9_-]+(?:\/[a-z0-9_-]+)*$/;
const longest = 255;

/** Whether a name may stand in an archive. No such name leads out of the folder it is unpacked into. */
export function isMemberName(name: string): boolean {
  return fixed.has(name) || (name.length <= longest && blob.test(name));
}
