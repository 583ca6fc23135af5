import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { lockFolder } from '../lock-folder.ts';
import { migrations } from '../migrations/migrations.ts';
import { explainDisk } from './explain-disk.ts';
import type { Manifest } from './manifest.ts';
import { swapBeside, swapInside } from './swap-folder.ts';
import { unpackBackup } from './unpack-backup.ts';

export interface RestoreOptions {
  readonly archive: string;
  /** The data folder to make, or to replace. */
  readonly target: string;
  /** Whether a data folder that is there may be renamed aside. */
  readonly replace: boolean;
  readonly now?: () => number;
  /** The newest schema this program can read. */
  readonly knownSchema?: number;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where what was in the target's place is now; null when nothing was. */
  readonly aside: string | null;
}

/** What makes a folder a data folder: the names that must not meet those of a backup. */
const ownNames = ['parley.db', 'turns.db', 'jwt.secret', 'credentials.secret', 'files', 'turns.db-spill-0', 'turns.db-spill-1'].flatMap(
  (name) => (name.endsWith('.db') ? [name, `${name}-wal`, `${name}-shm`] : [name]),
);

/** The folder is a mount, or what is above it belongs to somebody else. */
const mustStayInPlace = (error: unknown): boolean =>
  ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');

function namesIn(target: string): string[] {
  try {
    return readdirSync(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explainDisk(error, target);
  }
}

/** Unpacks beside the target, or inside it, and swaps; whatever fails, what was there is there. */
function unpackAndSwap(options: Required<RestoreOptions>, place: 'beside' | 'inside', moveAside: boolean): Restored {
  const { archive, target, now, knownSchema } = options;
  const above = place === 'beside' ? path.dirname(target) : target;
  const staged = mkdtempSync(path.join(above, '.parley-restore-'));
  try {
    const manifest = unpackBackup(archive, staged, knownSchema);
    const aside = place === 'beside' ? swapBeside(staged, target, now()) : swapInside(staged, target, now(), moveAside);
    return { manifest, aside };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function restoreInto(options: Required<RestoreOptions>, moveAside: boolean, keepPlace: boolean): Restored {
  const { target } = options;
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  if (!keepPlace) {
    try {
      return unpackAndSwap(options, 'beside', moveAside);
    } catch (error) {
      if (!mustStayInPlace(error) || !existsSync(target)) throw error;
    }
  }
  return unpackAndSwap(options, 'inside', moveAside);
}

/**
 * Brings a backup back as a data folder. Everything is unpacked and verified before anything is replaced. Throws a sentence, with
 * nothing changed, when a server runs on the target, when the target holds a data folder and `replace` was not said, and when the
 * archive is not whole.
 */
export function restoreBackup(options: RestoreOptions): Restored {
  const complete = { now: Date.now, knownSchema: migrations.at(-1)?.version ?? 0, ...options };
  const { archive, target, replace } = complete;
  if (!existsSync(archive)) throw new OperatorError(`There is no file ${archive}.`);
  const names = namesIn(target);
  const own = names.filter((name) => ownNames.includes(name));
  const lock = own.length === 0 && !names.includes('lock.db') ? null : lockFolder(target);
  try {
    if (own.length > 0 && !replace)
      throw new OperatorError(
        `The folder ${target} holds data already (${own[0]}). With --replace it is renamed and kept; or name another folder with --to.`,
      );
    // A folder that holds other things, but nothing of ours, is filled and keeps them.
    return restoreInto(complete, own.length > 0, own.length === 0 && names.length > 0);
  } catch (cause) {
    throw explainDisk(cause, target);
  } finally {
    lock?.release();
  }
}
