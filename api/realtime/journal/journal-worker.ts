import { parentPort, workerData } from 'node:worker_threads';
import type { Leftover } from '../tail/turn-store.ts';
import { openJournalFile, type Batch, type JournalFile } from './journal-file.ts';
import { isUnusable, moveDamagedAside } from './move-damaged-aside.ts';

/** What the thread says. Every batch is answered by `committed` or `failed`, in order. */
export type WorkerReply =
  | {
      readonly kind: 'opened';
      readonly leftovers: ReadonlyMap<string, Leftover>;
      readonly damaged: number;
      readonly movedAside: string | null;
    }
  | { readonly kind: 'committed' }
  | { readonly kind: 'failed'; readonly message: string };

export type WorkerRequest = Batch | 'close';

function open(file: string): { journal: JournalFile; movedAside: string | null } {
  try {
    return { journal: openJournalFile(file), movedAside: null };
  } catch (error) {
    if (!isUnusable(error)) throw error;
    const movedAside = moveDamagedAside(file);
    return { journal: openJournalFile(file), movedAside };
  }
}

const port = parentPort;
if (port === null) throw new Error('The journal worker runs as a thread.');
const { journal, movedAside } = open((workerData as { file: string }).file);

const reply = (message: WorkerReply): void => port.postMessage(message);

reply({
  kind: 'opened',
  leftovers: new Map([...journal.unfinished].map(([turnId, { epoch, lines }]) => [turnId, { epoch, lines }])),
  damaged: journal.damaged,
  movedAside,
});

port.on('message', (request: WorkerRequest) => {
  if (request === 'close') {
    journal.close();
    port.close();
    return;
  }
  try {
    journal.commit(request);
    reply({ kind: 'committed' });
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
