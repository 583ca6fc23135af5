import { closeSync, existsSync, fstatSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { createArchiveFile, type ArchiveFile } from './archive-file.ts';
import { checkRecord, type CheckedRecord } from './check-record.ts';
import { pinDatabase, type PinnedDatabase } from './copy-database.ts';
import type { Manifest, ManifestMember } from './manifest.ts';
import { manifestName } from './member-name.ts';
import type { Pace } from './pace.ts';
import { readArchive } from './read-archive.ts';
import { walkFiles } from './walk-files.ts';

export interface BackupJob {
  readonly dataDir: string;
  /** Null: files are kept elsewhere. */
  readonly filesDir: string | null;
  /** An empty folder for the copies; the archive becomes `archive.tar` in it. */
  readonly workDir: string;
  /** The version of Parley. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const archiveName = 'archive.tar';
const [record, journal] = ['parley.db', 'turns.db'];
const secrets = ['jwt.secret', 'credentials.secret'];

/**
 * Copies both databases as they are at one moment. The log of running answers is pinned first, the record right after it: every turn
 * that runs in the record then finds its log or an older beginning of it, which is what a crash at that moment would leave, and the
 * next start marks it as interrupted. The other way round, an answer could be settled in between and its log be gone, so that the
 * restored turn would be interrupted without a word.
 */
async function copyDatabases({ dataDir, workDir }: BackupJob, pace: Pace): Promise<string[]> {
  const found = [journal, record].filter((name) => existsSync(path.join(dataDir, name)));
  if (!found.includes(record)) throw new OperatorError(`There is no ${record} in ${dataDir}: nothing to back up.`);
  const pinned: { name: string; database: PinnedDatabase }[] = [];
  try {
    for (const name of found) pinned.push({ name, database: readable(name, dataDir, () => pinDatabase(path.join(dataDir, name))) });
    for (const { name, database } of pinned) {
      await database.copyTo(path.join(workDir, name), pace);
      database.close();
    }
  } finally {
    for (const { database } of pinned) database.close();
  }
  return found;
}

function readable<Result>(name: string, dataDir: string, open: () => Result): Result {
  try {
    return open();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`${name} in ${dataDir} cannot be read: ${reason}.`, { cause });
  }
}

/** Null when the file is not there: secrets may come from the environment, a file may have been deleted since it was listed. */
function addIfThere(archive: ArchiveFile, name: string, file: string): ManifestMember | null {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return archive.addFile(name, { fd, size: fstatSync(fd).size });
  } finally {
    closeSync(fd);
  }
}

/** Files come after the record, which names them: one that it names was stored before, and is deleted only long after it is unwanted. */
function* placesOf({ dataDir, filesDir, workDir }: BackupJob, databases: readonly string[]): Generator<{ name: string; file: string }> {
  for (const name of databases.toReversed()) yield { name, file: path.join(workDir, name) };
  for (const name of secrets) yield { name, file: path.join(dataDir, name) };
  if (filesDir !== null && existsSync(filesDir)) yield* walkFiles(filesDir);
}

function writeArchive(job: BackupJob, { schema, counts }: CheckedRecord, databases: readonly string[], pace: Pace): void {
  const { workDir, version, now } = job;
  const archive = createArchiveFile(path.join(workDir, archiveName), now / 1_000, pace);
  try {
    const members: ManifestMember[] = [];
    for (const { name, file } of placesOf(job, databases)) {
      const member = addIfThere(archive, name, file);
      if (member !== null) members.push(member);
    }
    const manifest: Manifest = { format: 1, version, schema, takenAt: new Date(now).toISOString(), counts, members };
    archive.addText(manifestName, `${JSON.stringify(manifest, null, 1)}\n`);
    archive.finish();
  } finally {
    archive.close();
  }
}

function verify(file: string, pace: Pace): Manifest {
  const fd = openSync(file, 'r');
  try {
    return readArchive(fd, pace);
  } finally {
    closeSync(fd);
  }
}

/**
 * Makes a backup of a data folder in the work folder, with a server running on it or not: copies the databases, opens the record's
 * copy for a trial, writes the archive, and reads it back against its checksums. Throws a sentence when any of it fails.
 */
export async function takeBackup(job: BackupJob, pace: Pace): Promise<Manifest> {
  const databases = await copyDatabases(job, pace);
  const checked = checkRecord(path.join(job.workDir, record));
  writeArchive(job, checked, databases, pace);
  for (const name of databases) rmSync(path.join(job.workDir, name));
  return verify(path.join(job.workDir, archiveName), pace);
}
