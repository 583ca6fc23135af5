import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';

/** Makes the names in a folder durable, where the system can. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export function refuseExisting(target: string): void {
  if (existsSync(target)) throw new OperatorError(`${target} exists already, and a backup overwrites nothing. Choose another name.`);
}

/** Gives a finished file its name in one step, durably. Throws when the name is taken. */
export function publishFile(file: string, target: string): void {
  try {
    linkSync(file, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') refuseExisting(target);
    // Some file systems have no hard links; there a name that is taken is only looked for.
    if (code === undefined || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    refuseExisting(target);
    renameSync(file, target);
  }
  syncFolder(path.dirname(target));
}
