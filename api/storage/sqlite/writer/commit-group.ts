import { RequestError } from '@parley/contracts/request-error';
import type { Connection } from '../connection.ts';
import type { VerbTable } from '../verb-table.ts';
import { toWireError } from './wire-error.ts';
import type { VerbReply, VerbRequest } from './writer-message.ts';

/**
 * Carries out several verbs in one transaction, each in a savepoint of its own: one that fails leaves no trace and does not
 * harm the others. The replies may be told only after this returns, when all of it is on the disk. When the transaction as a
 * whole fails, every reply says `server.storage-unavailable` and nothing was kept.
 */
export function commitGroup(db: Connection, verbs: VerbTable, requests: readonly VerbRequest[]): VerbReply[] {
  try {
    db.run('BEGIN IMMEDIATE');
    const replies = requests.map((request) => inSavepoint(db, verbs, request));
    db.run('COMMIT');
    return replies;
  } catch (cause) {
    if (db.inTransaction) db.run('ROLLBACK');
    const error = toWireError(new RequestError('server.storage-unavailable', { detail: 'The write could not be stored.', cause }));
    return requests.map(({ id }) => ({ id, error }));
  }
}

function inSavepoint(db: Connection, verbs: VerbTable, { id, verb, args }: VerbRequest): VerbReply {
  db.run('SAVEPOINT verb');
  try {
    const carryOut = verbs[verb] as (db: Connection, ...args: readonly unknown[]) => unknown;
    const value = carryOut(db, ...args);
    db.run('RELEASE verb');
    return { id, value };
  } catch (error) {
    // A full or failing disk may have undone the whole transaction already: then nobody in it can be answered.
    if (!db.inTransaction) throw error;
    db.run('ROLLBACK TO verb');
    db.run('RELEASE verb');
    return { id, error: toWireError(error) };
  }
}
