import { OperatorError } from '../../kit/operator-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'its quota is used up',
  SQLITE_FULL: 'its disk is full',
  EROFS: 'it is read-only',
  SQLITE_READONLY: 'it is read-only',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not a folder',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';

/** What a disk refused while a folder was written, as a sentence for the operator. What is one already stays as it is. */
export function explainDisk(cause: unknown, folder: string): OperatorError {
  if (cause instanceof OperatorError) return cause;
  if ((cause as { name?: unknown }).name === 'OperatorError') return new OperatorError((cause as Error).message, { cause });
  const code = codeOf(cause);
  const reason = reasons[code] ?? `${cause instanceof Error ? cause.message : String(cause)} (${code})`;
  return new OperatorError(`The folder ${folder} cannot be written: ${reason}.`, { cause });
}
