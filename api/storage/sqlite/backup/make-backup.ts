import { mkdtempSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { explainDisk } from './explain-disk.ts';
import type { Manifest } from './manifest.ts';
import { publishFile, refuseExisting } from './publish-file.ts';
import { runBackupWorker } from './run-backup-worker.ts';
import { archiveName } from './take-backup.ts';

export interface BackupOptions {
  readonly dataDir: string;
  /** Null: files are kept elsewhere, and are not part of the backup. */
  readonly filesDir: string | null;
  /** An absolute path; nothing may have that name. */
  readonly to: string;
  /** The version of Parley. */
  readonly version: string;
  /** A server runs in this process: it keeps half of a core and of the disk. */
  readonly gentle: boolean;
  readonly now?: () => number;
  /** Gives the backup up. */
  readonly signal?: AbortSignal;
}

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Makes a backup of a data folder as one file, for its owner alone, consistent while a server of this process writes on. It has its
 * name once it was read back and its database opened; a backup that fails leaves nothing. Beside the target, room for the database is
 * needed twice while it works. The caller sees to it that no other process writes to the folder. Throws a sentence.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { to, gentle, now = Date.now, signal, ...rest } = options;
  const folder = path.dirname(to);
  refuseExisting(to);
  let workDir: string | null = null;
  try {
    workDir = mkdtempSync(path.join(folder, '.parley-backup-'));
    const manifest = await runBackupWorker({ job: { ...rest, workDir, now: now() }, gentle }, signal);
    publishFile(path.join(workDir, archiveName), to);
    return { file: to, bytes: statSync(to).size, manifest };
  } catch (cause) {
    throw explainDisk(cause, folder);
  } finally {
    if (workDir !== null) rmSync(workDir, { recursive: true, force: true });
  }
}
