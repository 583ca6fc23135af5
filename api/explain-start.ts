import { diskReason } from './storage/kit/disk-reason.ts';

const codeOf = (error: Error): string | undefined => ('code' in error && typeof error.code === 'string' ? error.code : undefined);

/** Node keeps the path of a failed call; a thread's error has it in its message only. Null: the call had none. */
const pathIn = (error: Error): string | null =>
  'path' in error && typeof error.path === 'string' ? error.path : (/'([^']+)'$/.exec(error.message)?.[1] ?? null);

/** Whether the error can be about the data folder, and not about a port or another file that the configuration names. */
function isAbout(error: Error, code: string, dataDir: string): boolean {
  const path = pathIn(error);
  if (path === null) return code.startsWith('SQLITE_') || code === 'ENOSPC' || code === 'EDQUOT';
  return path.startsWith(dataDir) || dataDir.startsWith(path);
}

/**
 * The sentence with which a start, or a command, ends on what an operator can mend: the error's own, or what the file system said of
 * the data folder. Null for anything else, which is a defect and is shown with its place.
 */
export function explainStart(error: unknown, dataDir: string): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'ConfigError' || error.name === 'OperatorError') return error.message;
  const code = codeOf(error);
  if (code === undefined) return null;
  if (!isAbout(error, code, dataDir)) return error.message;
  if (code === 'EISDIR') return `${pathIn(error)} is a folder, and should be a file.`;
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return `The database in ${dataDir} is damaged: ${error.message}. It was left as it is; "parley restore" brings a backup back.`;
  const reason = diskReason(error, dataDir);
  return reason === null ? error.message : `The data folder ${dataDir} cannot be used: ${reason}. See DATA_DIR.`;
}
