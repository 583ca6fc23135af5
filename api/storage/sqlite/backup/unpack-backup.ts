import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { checkRecord } from './check-record.ts';
import type { Manifest } from './manifest.ts';
import { fullPace } from './pace.ts';
import { readArchive, type MemberSink } from './read-archive.ts';

/** Writes a member to a new file of its own, on the disk when it ends. Names were checked: none leads out of the folder. */
function fileSink(folder: string, name: string): MemberSink {
  const file = path.join(folder, ...name.split('/'));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'wx', 0o600);
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    },
    end() {
      fsyncSync(fd);
      closeSync(fd);
    },
  };
}

/**
 * Unpacks a backup into an empty folder, after which the folder could be served. Throws a sentence that names the archive when
 * anything in it is not as it was written, its database does not open, or its schema is newer than `knownSchema`.
 */
export function unpackBackup(archive: string, folder: string, knownSchema: number): Manifest {
  const refuse = (reason: string, cause?: unknown): OperatorError =>
    new OperatorError(`${archive} cannot be restored: ${reason.replace(/\.$/, '')}. Nothing was changed.`, { cause });
  const fd = openSync(archive, 'r');
  try {
    const manifest = readArchive(fd, fullPace, (name) => fileSink(folder, name));
    const { schema } = checkRecord(path.join(folder, 'parley.db'));
    if (schema > knownSchema)
      throw new OperatorError(
        `it was made by version ${manifest.version}, whose schema ${schema} is newer than this program's (${knownSchema})`,
      );
    if (schema < 1) throw new OperatorError('its database was never used');
    return manifest;
  } catch (cause) {
    if (!(cause instanceof OperatorError)) throw cause;
    throw refuse(cause.message, cause);
  } finally {
    closeSync(fd);
  }
}
