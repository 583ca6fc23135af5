import { Worker } from 'node:worker_threads';
import { fromWireError } from '../writer/wire-error.ts';
import type { BackupOrder, BackupReply } from './backup-worker.ts';
import type { Manifest } from './manifest.ts';

/** Runs as TypeScript from source and as JavaScript from a build. */
const script = new URL(import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js', import.meta.url);

/** Has a thread of its own carry out the order. Aborting ends the thread where it stands. */
export async function runBackupWorker(order: BackupOrder, signal?: AbortSignal): Promise<Manifest> {
  signal?.throwIfAborted();
  const worker = new Worker(script, { workerData: order, name: 'backup' });
  const outcome = Promise.withResolvers<BackupReply>();
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const abort = (): void => void worker.terminate();
  signal?.addEventListener('abort', abort);
  worker.on('message', (reply: BackupReply) => {
    // Under `node --watch` a thread also tells Node what it has loaded.
    if ('error' in reply || 'manifest' in reply) outcome.resolve(reply);
  });
  worker.once('error', outcome.reject);
  void exited.then(() => outcome.reject(signal?.reason ?? new Error('The thread that makes the backup has ended.')));
  try {
    const reply = await outcome.promise;
    if ('error' in reply) throw fromWireError(reply.error);
    return reply.manifest;
  } finally {
    signal?.removeEventListener('abort', abort);
    // Its folder is removed next.
    await exited;
  }
}
