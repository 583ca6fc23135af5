import type { Storage } from '../ports/storage.ts';
import type { Connection } from './connection.ts';
import { countQueuedTurns } from './reads/count-queued-turns.ts';
import { countUsers } from './reads/count-users.ts';
import { findApiKey } from './reads/find-api-key.ts';
import { findUserByEmail } from './reads/find-user-by-email.ts';
import { findUsers } from './reads/find-users.ts';
import { getCalibration } from './reads/get-calibration.ts';
import { getConversation } from './reads/get-conversation.ts';
import { getFile, getFiles } from './reads/get-file.ts';
import { getKey } from './reads/get-key.ts';
import { getMessage } from './reads/get-message.ts';
import { getSentContext } from './reads/get-sent-context.ts';
import { getSession } from './reads/get-session.ts';
import { getTurn } from './reads/get-turn.ts';
import { getUser } from './reads/get-user.ts';
import { getUsers } from './reads/get-users.ts';
import { listActiveTurns } from './reads/list-active-turns.ts';
import { listApiKeys } from './reads/list-api-keys.ts';
import { listConversations } from './reads/list-conversations.ts';
import { listFavourites } from './reads/list-favourites.ts';
import { listPresets } from './reads/list-presets.ts';
import { listKeys } from './reads/list-keys.ts';
import { listOrphanedTurns } from './reads/list-orphaned-turns.ts';
import { listRunningUnder } from './reads/list-running-under.ts';
import { listSessions } from './reads/list-sessions.ts';
import { listDecisions } from './reads/list-decisions.ts';
import { readAccounts } from './reads/read-accounts.ts';
import { readBranch } from './reads/read-branch.ts';
import { readChanges } from './reads/read-changes.ts';
import { readNotes } from './reads/read-notes.ts';
import { readLedger } from './reads/read-ledger.ts';
import { readAllUsage, readChatUsage, readUsage } from './reads/read-usage.ts';
import { readOnPath } from './reads/read-on-path.ts';
import type { VerbName } from './verb-names.ts';

export type Reads = Omit<Storage, VerbName | 'description' | 'nodes' | keyof AsyncDisposable>;

/** The verbs that read, carried out at once on the reader's connection; each sees every write acknowledged before it. */
export function createReads(db: Connection, now: () => number): Reads {
  return {
    countQueuedTurns: async () => countQueuedTurns(db),
    countUsers: async () => countUsers(db),
    findApiKey: async (hash) => findApiKey(db, hash, now()),
    findUserByEmail: async (email) => findUserByEmail(db, email),
    findUsers: (query) => findUsers(db, query),
    getCalibration: async (endpoint, model) => getCalibration(db, endpoint, model),
    getConversation: async (scope, id) => getConversation(db, scope, id),
    getFile: async (scope, id) => getFile(db, scope, id),
    getFiles: async (scope, ids) => getFiles(db, scope, ids),
    getKey: async (scope, endpointId) => getKey(db, scope, endpointId),
    getMessage: async (scope, conversationId, messageId) => getMessage(db, scope, conversationId, messageId),
    getSentContext: async (scope, conversationId, answerId) => getSentContext(db, scope, conversationId, answerId),
    getSession: async (id) => getSession(db, id, now()),
    getTurn: async (scope, id) => getTurn(db, scope, id),
    getUser: async (id) => getUser(db, id),
    getUsers: async (ids) => getUsers(db, ids),
    listActiveTurns: async (scope) => listActiveTurns(db, scope),
    listApiKeys: async (scope) => listApiKeys(db, scope),
    listConversations: async (scope, query) => listConversations(db, scope, query),
    listFavourites: async (scope) => listFavourites(db, scope),
    listPresets: async (scope) => listPresets(db, scope),
    listKeys: async (scope) => listKeys(db, scope),
    listOrphanedTurns: async (living) => listOrphanedTurns(db, living),
    listRunningUnder: async (scope, conversationId, messageId) => listRunningUnder(db, scope, conversationId, messageId),
    listSessions: async (userId) => listSessions(db, userId, now()),
    readBranch: async (scope, conversationId, query) => readBranch(db, scope, conversationId, query),
    readChanges: async (scope, since, limit) => readChanges(db, scope, since, limit),
    readOnPath: async (scope, conversationId, leafId, ids) => readOnPath(db, scope, conversationId, leafId, ids),
    readNotes: async (scope, conversationId) => readNotes(db, scope, conversationId),
    listDecisions: async (kind) => listDecisions(db, kind),
    readAccounts: async (ids) => readAccounts(db, ids),
    readLedger: async (scope, turnId) => readLedger(db, scope, turnId),
    readUsage: async (scope, days) => readUsage(db, scope, days),
    readAllUsage: async (days) => readAllUsage(db, days),
    readChatUsage: async (scope, conversationId) => readChatUsage(db, scope, conversationId),
  };
}
