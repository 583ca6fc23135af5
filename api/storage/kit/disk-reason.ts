import { statfsSync } from 'node:fs';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'its quota is used up',
  SQLITE_FULL: 'its disk is full',
  EROFS: 'it is read-only',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_READONLY_DIRECTORY: 'it is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not a folder',
  EEXIST: 'it is not a folder',
};

/** Less than this, in bytes, and SQLite cannot make the files it works with. */
const leastFree = 1_048_576;

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < leastFree;
  } catch {
    // A folder that cannot be asked is not known to be full.
    return false;
  }
}

/** What an error of the file system, or of SQLite about it, says of the folder it happened in; null when it says something else. */
export function diskReason(error: unknown, folder: string): string | null {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A full disk shows itself in many ways while files are mapped and lengthened.
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(code) && isFull(folder)) return 'its disk is full';
  return reasons[code] ?? null;
}
