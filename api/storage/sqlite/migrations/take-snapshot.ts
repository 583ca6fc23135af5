import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { Connection } from '../connection.ts';
import { snapshotBefore } from './snapshots.ts';

/**
 * Copies the database as it is to `<file>.before-NNNN`, on the disk when this returns. A copy that an earlier attempt left is
 * replaced only once the new one is complete.
 */
export function takeSnapshot(db: Connection, file: string, version: number): string {
  const target = snapshotBefore(file, version).file;
  const half = `${target}.half`;
  rmSync(half, { force: true });
  closeSync(openSync(half, 'w', 0o600));
  db.run('VACUUM INTO @half', { half });
  chmodSync(half, 0o600);
  const handle = openSync(half, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(half, target);
  return target;
}
