import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder with a file system of its own until it is disposed of. */
export interface Mount extends Disposable {
  readonly folder: string;
}

function run(command: string, args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

function mountAt(folder: string, args: readonly string[]): Mount {
  const problem = run('mount', [...args, folder]);
  if (problem !== null) throw new Error(problem);
  return {
    folder,
    [Symbol.dispose]() {
      // Lazily: what a killed process still holds must not keep the folder.
      run('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'parley-mount-'));

/** A disk of so many KiB in memory. */
export function mountSmallDisk(kibibytes: number): Mount {
  return mountAt(newFolder(), ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs']);
}

/** Another way to a folder, on which nothing can be written, not even by root. */
export function mountReadOnly(source: string): Mount {
  const mount = mountAt(newFolder(), ['--bind', source]);
  const problem = run('mount', ['-o', 'remount,bind,ro', mount.folder]);
  if (problem === null) return mount;
  mount[Symbol.dispose]();
  throw new Error(problem);
}

/** Whether this user may mount. Where not, it says in one line that such tests are skipped. */
export function mayMount(): boolean {
  try {
    mountSmallDisk(64)[Symbol.dispose]();
    return true;
  } catch (error) {
    process.stdout.write(`skipped: full and read-only disks need the right to mount (${String(error)})\n`);
    return false;
  }
}
