import { Worker } from 'node:worker_threads';
import type { Batch } from './journal-file.ts';
import type { WorkerReply } from './journal-worker.ts';

type Opened = Extract<WorkerReply, { kind: 'opened' }>;

/** The thread that owns `turns.db`. */
export interface JournalWorker {
  readonly opened: Opened;
  /** One at a time: resolves when the batch is durable, rejects when it is not. */
  commit(batch: Batch): Promise<void>;
  /** False when the thread has ended. */
  alive(): boolean;
  /** Closes the file and ends the thread. */
  close(): Promise<void>;
}

interface Pending {
  resolve(reply: WorkerReply): void;
  reject(error: Error): void;
}

/** Runs as TypeScript from source and as JavaScript from a build. */
const script = new URL(import.meta.url.endsWith('.ts') ? './journal-worker.ts' : './journal-worker.js', import.meta.url);

/** Starts the thread and resolves when the file is open; rejects when it cannot be opened. */
export async function startJournalWorker(file: string): Promise<JournalWorker> {
  const worker = new Worker(script, { workerData: { file }, name: 'journal' });
  let pending: Pending | null = null;
  let dead: Error | null = null;

  function next(): Promise<WorkerReply> {
    if (dead !== null) return Promise.reject(dead);
    // While an answer is due the thread keeps the process alive, else it does not.
    worker.ref();
    return new Promise((resolve, reject) => (pending = { resolve, reject }));
  }

  function die(error: Error): void {
    dead ??= error;
    pending?.reject(dead);
    pending = null;
  }

  worker.on('message', (reply: WorkerReply) => {
    // Under `node --watch` a thread also tells Node what it has loaded.
    if (!('kind' in reply)) return;
    worker.unref();
    const waiting = pending;
    pending = null;
    waiting?.resolve(reply);
  });
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      die(new Error('The journal thread has ended.'));
      resolve();
    });
  });

  return {
    opened: (await next()) as Opened,
    alive: () => dead === null,
    async commit(batch) {
      const answer = next();
      worker.postMessage(batch);
      const reply = await answer;
      if (reply.kind === 'failed') throw new Error(reply.message);
    },
    async close() {
      worker.ref();
      worker.postMessage('close');
      await exited;
    },
  };
}
