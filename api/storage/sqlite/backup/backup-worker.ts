import { parentPort, workerData } from 'node:worker_threads';
import { toWireError, type WireError } from '../writer/wire-error.ts';
import type { Manifest } from './manifest.ts';
import { createHalfPace, fullPace } from './pace.ts';
import { takeBackup, type BackupJob } from './take-backup.ts';

export interface BackupOrder {
  readonly job: BackupJob;
  /** Leaves half of a core and of the disk to others. */
  readonly gentle: boolean;
}

/** What the thread says, once. */
export type BackupReply = { readonly manifest: Manifest } | { readonly error: WireError };

const port = parentPort;
if (port === null) throw new Error('A backup is made by a thread.');
const { job, gentle } = workerData as BackupOrder;
const reply = await takeBackup(job, gentle ? createHalfPace() : fullPace).then(
  (manifest): BackupReply => ({ manifest }),
  (error: unknown): BackupReply => ({ error: toWireError(error) }),
);
port.postMessage(reply);
