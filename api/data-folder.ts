import type { Config } from './config/config.ts';
import type { MadeBackup } from './control/control-command.ts';
import { OperatorError } from './storage/kit/operator-error.ts';
import { makeBackup } from './storage/sqlite/backup/make-backup.ts';
import { restoreBackup, type Restored } from './storage/sqlite/backup/restore-backup.ts';
import { lockFolder } from './storage/sqlite/lock-folder.ts';

// Beside context.ts, the assembly for what is done with a data folder as a whole, mostly while no server runs on it.

function refuseMongo({ stores }: Config, what: string): void {
  if (stores.mongo !== null)
    throw new OperatorError(`MONGO_URI is set: the record is in MongoDB, and ${what} is a matter of its own tools, such as mongodump.`);
}

interface BackUpOptions {
  /** An absolute path that nothing has. */
  readonly to: string;
  /** The version of Parley. */
  readonly version: string;
  readonly signal?: AbortSignal;
}

/** Makes a backup in the process that has the data folder, which keeps half of a core and of the disk. Throws a sentence. */
export async function backUpServed(config: Config, options: BackUpOptions, gentle = true): Promise<MadeBackup> {
  refuseMongo(config, 'a backup');
  const { files } = config.stores;
  const filesDir = files.kind === 'folder' ? files.folder : null;
  const { file, bytes, manifest } = await makeBackup({ ...options, dataDir: config.dataDir, filesDir, gentle });
  const names = new Set(manifest.members.map(({ name }) => name));
  return {
    file,
    bytes,
    takenAt: manifest.takenAt,
    counts: manifest.counts,
    members: manifest.members.length,
    hasSecrets: names.has('jwt.secret') && names.has('credentials.secret'),
  };
}

/** The same when no server runs; none can start meanwhile, and nothing is migrated. */
export async function backUpStopped(config: Config, options: BackUpOptions): Promise<MadeBackup> {
  refuseMongo(config, 'a backup');
  using _lock = hold(config.dataDir);
  return await backUpServed(config, options, false);
}

function hold(dataDir: string): Disposable {
  const lock = lockFolder(dataDir);
  return { [Symbol.dispose]: () => lock.release() };
}

/** Brings a backup back as `target`, by default the configured data folder. Throws a sentence, with nothing changed. */
export function restore(config: Config, archive: string, target: string | null, replace: boolean): Restored & { target: string } {
  if (target === null) refuseMongo(config, 'bringing it back');
  const folder = target ?? config.dataDir;
  return { ...restoreBackup({ archive, target: folder, replace }), target: folder };
}
