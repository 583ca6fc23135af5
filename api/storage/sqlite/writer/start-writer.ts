import { Worker } from 'node:worker_threads';
import { RequestError } from '@parley/contracts/request-error';
import type { Logger } from '../../../logger.ts';
import type { VerbName } from '../verb-names.ts';
import { fromWireError } from './wire-error.ts';
import type { VerbReply, VerbRequest, WriterReply, WriterRequest } from './writer-message.ts';

/** The one thread that writes. */
export interface Writer {
  /**
   * Carries out a verb and resolves when it is on the disk. A refusal arrives as the `RequestError` it is; when the thread is
   * gone, `server.storage-unavailable`.
   */
  carryOut(verb: VerbName, args: readonly unknown[]): Promise<unknown>;
  /** Lets what waits be written, then closes the file and ends the thread. */
  close(): Promise<void>;
  /** Ends the thread where it stands. */
  kill(): Promise<void>;
}

/** Runs as TypeScript from source and as JavaScript from a build. */
const script = new URL(import.meta.url.endsWith('.ts') ? './writer-worker.ts' : './writer-worker.js', import.meta.url);

type Waiting = PromiseWithResolvers<unknown>;

/** Opens and migrates the file in a thread of its own; rejects with the reason when that is refused. */
export async function startWriter(file: string, logger?: Logger): Promise<Writer> {
  const worker = new Worker(script, { workerData: { file }, name: 'storage-writer' });
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<void>();
  let lastId = 0;
  let isOpen = false;
  let closing = false;
  let dead: RequestError | null = null;

  function die(cause: unknown): void {
    if (dead !== null) return;
    dead = new RequestError('server.storage-unavailable', { detail: 'The storage has stopped.', cause });
    if (isOpen && !closing) logger?.error({ reason: String(cause) }, 'The thread that writes to the database has ended.');
    opened.reject(cause);
    for (const each of waiting.values()) each.reject(dead);
    waiting.clear();
  }

  function settle(reply: VerbReply): void {
    const each = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) each?.reject(fromWireError(reply.error));
    else each?.resolve(reply.value);
  }

  worker.on('message', (reply: WriterReply) => {
    if (reply.kind === 'refused') return die(fromWireError(reply.error));
    if (reply.kind === 'opened') {
      isOpen = true;
      return opened.resolve();
    }
    // Under `node --watch` a thread also tells Node what it has loaded.
    if (reply.kind !== 'committed') return;
    for (const each of reply.replies) settle(each);
    if (waiting.size === 0 && !closing) worker.unref();
  });
  worker.on('error', die);
  worker.once('exit', () => {
    die(new Error('The thread that writes to the database has ended.'));
    exited.resolve();
  });

  const post = (request: WriterRequest): void => worker.postMessage(request);
  const writer: Writer = {
    carryOut(verb, args) {
      if (dead !== null) return Promise.reject(dead);
      if (closing) return Promise.reject(new RequestError('server.storage-unavailable', { detail: 'The storage is closed.' }));
      const request: VerbRequest = { id: (lastId += 1), verb, args };
      const promise = Promise.withResolvers<unknown>();
      waiting.set(request.id, promise);
      // While an answer is due the thread keeps the process alive, else it does not.
      worker.ref();
      post(request);
      return promise.promise;
    },
    close() {
      if (!closing && dead === null) {
        closing = true;
        worker.ref();
        post('close');
      }
      return exited.promise;
    },
    async kill() {
      await worker.terminate();
    },
  };
  try {
    await opened.promise;
  } catch (error) {
    await exited.promise;
    throw error;
  }
  worker.unref();
  return writer;
}
