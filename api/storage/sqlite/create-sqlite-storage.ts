import type { Logger } from '../../logger.ts';
import type { Storage } from '../ports/storage.ts';
import { createReads } from './create-reads.ts';
import { lockFolder } from './lock-folder.ts';
import { openForReading } from './open-database.ts';
import { prepareFolder } from './prepare-folder.ts';
import { verbNames, type VerbName } from './verb-names.ts';
import { startWriter, type Writer } from './writer/start-writer.ts';

export interface SqliteStorageOptions {
  /** Made when it is not there, for its owner alone. The database is `parley.db` in it. */
  readonly dataDir: string;
  /** Hears when the writing thread dies. */
  readonly logger?: Logger;
  /** Milliseconds since the epoch; decides which sessions have expired. */
  readonly now?: () => number;
}

/**
 * Opens the SQLite database of a folder, bringing its schema up to date. Rejects, with nothing changed, when another process
 * holds the folder, the schema is newer than this version, or a migration fails.
 */
export async function createSqliteStorage({ dataDir, logger, now = Date.now }: SqliteStorageOptions): Promise<Storage> {
  const file = prepareFolder(dataDir);
  const lock = lockFolder(dataDir);
  let writer: Writer | null = null;
  try {
    writer = await startWriter(file, logger);
    return assemble(file, lock, writer, now);
  } catch (error) {
    await writer?.close();
    lock.release();
    throw error;
  }
}

function assemble(file: string, lock: { release(): void }, writer: Writer, now: () => number): Storage {
  const reader = openForReading(file);
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    // The writer closes last and so folds the write-ahead log into the file.
    reader.close();
    await writer.close();
    lock.release();
  };
  return {
    description: `SQLite ${file}`,
    nodes: null,
    ...createReads(reader, now),
    ...createWrites(writer),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

function createWrites(writer: Writer): Pick<Storage, VerbName> {
  const writes = verbNames.map((name) => [name, (...args: readonly unknown[]) => writer.carryOut(name, args)]);
  return Object.fromEntries(writes) as Pick<Storage, VerbName>;
}
