import { existsSync, renameSync } from 'node:fs';

/** Whether the error says that the file as a whole is not a database any more. */
export function isUnusable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));
}

/** Renames the file with its companions, so that a new one can begin and nothing is thrown away. Returns the new name. */
export function moveDamagedAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number += 1;
  const name = `${file}.damaged-${number}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, name + suffix);
  return name;
}
