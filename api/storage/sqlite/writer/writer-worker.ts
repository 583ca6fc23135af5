import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Connection } from '../connection.ts';
import { migrate } from '../migrations/migrate.ts';
import { migrations } from '../migrations/migrations.ts';
import { openForWriting } from '../open-database.ts';
import { verbTable } from '../verb-table.ts';
import { commitGroup } from './commit-group.ts';
import { toWireError } from './wire-error.ts';
import type { VerbRequest, WriterReply, WriterRequest } from './writer-message.ts';

/** So many verbs share a commit at most, so that the first is not kept waiting by the last. */
const groupAtMost = 256;

const say = (port: MessagePort, reply: WriterReply): void => port.postMessage(reply);

function openMigrated(file: string): Connection {
  const db = openForWriting(file);
  try {
    migrate(db, file, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Takes what is waiting beside the first request; `close` comes last, nothing follows it. */
function takeGroup(port: MessagePort, first: VerbRequest): { group: VerbRequest[]; closing: boolean } {
  const group = [first];
  while (group.length < groupAtMost) {
    const next = receiveMessageOnPort(port) as { message: WriterRequest } | undefined;
    if (next === undefined) break;
    if (next.message === 'close') return { group, closing: true };
    group.push(next.message);
  }
  return { group, closing: false };
}

function serve(port: MessagePort, db: Connection): void {
  const close = (): void => {
    db.close();
    port.close();
  };
  port.on('message', (request: WriterRequest) => {
    if (request === 'close') return close();
    const { group, closing } = takeGroup(port, request);
    say(port, { kind: 'committed', replies: commitGroup(db, verbTable, group) });
    if (closing) close();
  });
}

const port = parentPort;
if (port === null) throw new Error('The writer runs as a thread.');
try {
  serve(port, openMigrated((workerData as { file: string }).file));
  say(port, { kind: 'opened' });
} catch (error) {
  say(port, { kind: 'refused', error: toWireError(error) });
  port.close();
}
