import { MongoClient, type Db, type Document, type MongoClientOptions } from 'mongodb';
import type { Storage } from '../ports/storage.ts';
import { createNodeStore } from './create-node-store.ts';
import { databaseOf } from './database-of.ts';
import { guarded } from './guard-verbs.ts';
import { prepareDatabase } from './prepare-database.ts';
import * as conversationReads from './reads/conversations.ts';
import * as messageReads from './reads/messages.ts';
import * as turnReads from './reads/turns.ts';
import { checkpointTurn } from './texts/long-checkpoint.ts';
import { createUnits, type Units } from './unit.ts';
import * as apiKeys from './verbs/api-keys.ts';
import * as presets from './verbs/presets.ts';
import { beginTurn } from './verbs/begin-turn.ts';
import * as context from './verbs/context.ts';
import * as conversations from './verbs/conversations.ts';
import { copyConversation } from './verbs/copy-conversation.ts';
import * as files from './verbs/files.ts';
import * as messages from './verbs/messages.ts';
import { purge } from './verbs/purge.ts';
import * as queue from './verbs/queued-turns.ts';
import * as sessions from './verbs/sessions.ts';
import { settleTurn } from './verbs/settle-turn.ts';
import { takeOverTurn } from './verbs/take-over-turn.ts';
import { findAccounts, releaseReservation, reserve } from './verbs/reserve.ts';
import * as usage from './verbs/usage.ts';
import * as users from './verbs/users.ts';

export interface MongoStorageOptions {
  /** Of a replica set; the database is the one it names, else `parley`. */
  readonly uri: string;
  /** Overrides what the address says: for tests. */
  readonly database?: string;
  readonly pool?: Pick<MongoClientOptions, 'maxPoolSize' | 'minPoolSize' | 'maxConnecting' | 'maxIdleTimeMS' | 'waitQueueTimeoutMS'>;
  /** Milliseconds since the epoch; decides which sessions have expired. */
  readonly now?: () => number;
  /** Bytes beyond which a text is kept in chunks; for tests, which make short texts long. */
  readonly chunkBytes?: number;
  /** Hears every command that is sent to the server: for counting round trips and looking at plans. */
  readonly onCommand?: (command: Document) => void;
}

/** The storage, with its connection for what else is kept there: caches, limits, leases. */
export interface MongoStorage extends Storage {
  readonly db: Db;
}

/** Milliseconds that a store which is closed waits for changes that are under way. */
const closeWithin = 5_000;
/** Milliseconds to look for a primary before a call is refused. */
const findServerWithin = 5_000;

/**
 * Connects to a MongoDB replica set and brings its collections up to date. A write is acknowledged when most members have it in their
 * journals. Rejects, with nothing changed, when the server cannot be reached or refuses the credentials, is not a replica set, or
 * keeps data of a newer version.
 */
export async function createMongoStorage({
  uri,
  database,
  pool = {},
  now = Date.now,
  chunkBytes,
  onCommand,
}: MongoStorageOptions): Promise<MongoStorage> {
  const client = new MongoClient(uri, {
    ...pool,
    appName: 'parley',
    ignoreUndefined: true,
    retryWrites: true,
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: findServerWithin,
    monitorCommands: onCommand !== undefined,
  });
  if (onCommand !== undefined) client.on('commandStarted', ({ command }) => onCommand(command));
  const db = databaseOf(client, { uri, database });
  try {
    await client.connect();
    const units = createUnits(client, await prepareDatabase(db), chunkBytes);
    return {
      description: `MongoDB ${db.databaseName}`,
      db,
      nodes: guarded(createNodeStore(units)),
      ...guarded(verbsOf(units, now)),
      async [Symbol.asyncDispose]() {
        await units.quiet(closeWithin);
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

type Verbs = Omit<Storage, 'description' | 'nodes' | keyof AsyncDisposable>;

function verbsOf(units: Units, now: () => number): Verbs {
  const { change, reading } = units;
  return {
    createUser: (user) => change(users.installation, (unit) => users.createUser(unit, user)),
    findUserByEmail: (email) => users.findUserByEmail(reading, email),
    getUser: (id) => users.getUser(reading, id),
    getUsers: (ids) => users.getUsers(reading, ids),
    findUsers: (query) => users.findUsers(reading, query),
    updateUser: (id, changed) => users.updateUser(reading, id, changed),
    countUsers: () => reading.in.users.countDocuments({}),

    createSession: (session) => change(session.userId, (unit) => sessions.createSession(unit, session)),
    getSession: (id) => sessions.getSession(reading, id, now()),
    listSessions: (userId) => sessions.listSessions(reading, userId, now()),
    rotateRefresh: (input) => sessions.rotateRefresh(reading, input),
    endSession: (userId, id) => sessions.endSession(reading, userId, id),
    endSessionByRefresh: (hash) => sessions.endSessionByRefresh(reading, hash),
    endSessions: (userId, exceptId) => sessions.endSessions(reading, userId, exceptId),

    putKey: (scope, key) => users.putKey(reading, scope, key),
    getKey: (scope, endpointId) => users.getKey(reading, scope, endpointId),
    listKeys: (scope) => users.listKeys(reading, scope),
    deleteKey: (scope, endpointId) => users.deleteKey(reading, scope, endpointId),

    createApiKey: ({ ownerId }, key) => change(ownerId, (unit) => apiKeys.createApiKey(unit, key)),
    findApiKey: (hash) => apiKeys.findApiKey(reading, hash, now()),
    listApiKeys: (scope) => apiKeys.listApiKeys(reading, scope),
    touchApiKey: (id, at) => apiKeys.touchApiKey(reading, id, at),
    deleteApiKey: (scope, id) => apiKeys.deleteApiKey(reading, scope, id),
    putPresets: ({ ownerId }, inputs, options) => change(ownerId, (unit) => presets.putPresets(unit, inputs, options)),
    listPresets: (scope) => presets.listPresets(reading, scope),
    orderPresets: ({ ownerId }, ids) => change(ownerId, (unit) => presets.orderPresets(unit, ids)),
    deletePreset: (scope, id) => presets.deletePreset(reading, scope, id),
    addFavourite: ({ ownerId }, model, { atMost }) => change(ownerId, (unit) => presets.addFavourite(unit, model, atMost)),
    removeFavourite: (scope, model) => presets.removeFavourite(reading, scope, model),
    listFavourites: (scope) => presets.listFavourites(reading, scope),
    deleteApiKeys: (scope) => apiKeys.deleteApiKeys(reading, scope),

    beginFile: ({ ownerId }, file) => change(ownerId, (unit) => files.beginFile(unit, file)),
    finishFile: (scope, id, found, answerId) =>
      answerId === undefined
        ? files.finishFile(reading, scope, id, found)
        : change(scope.ownerId, (unit) => files.finishFileOf(unit, scope, id, found, answerId)),
    getFile: async (scope, id) => (await files.getFiles(reading, scope, [id]))[0] ?? null,
    getFiles: (scope, ids) => files.getFiles(reading, scope, ids),
    doomFile: (scope, id) => files.doomFile(reading, scope, id),
    doomUnsentFiles: (before, limit) => files.doomUnsentFiles(reading, before, limit),
    forgetFiles: (ids) => files.forgetFiles(reading, ids),
    getInstallation: (freshId) => files.getInstallation(reading, freshId),
    markFilesClaimed: () => files.markFilesClaimed(reading),

    getConversation: (scope, id) => conversationReads.getConversation(reading, scope, id),
    listConversations: (scope, query) => conversationReads.listConversations(reading, scope, query),
    readChanges: (scope, since, limit) => conversationReads.readChanges(reading, scope, since, limit),
    updateConversation: ({ ownerId }, id, changed) => change(ownerId, (unit) => conversations.updateConversation(unit, id, changed)),
    updateState: ({ ownerId }, id, changed) => change(ownerId, (unit) => conversations.updateState(unit, id, changed)),
    selectMessage: ({ ownerId }, id, messageId, leavingId) =>
      change(ownerId, (unit) => conversations.selectMessage(unit, id, messageId, leavingId)),
    setDeleted: ({ ownerId }, id, deletedAt) => change(ownerId, (unit) => conversations.setDeleted(unit, id, deletedAt)),
    copyConversation: ({ ownerId }, id, input) => change(ownerId, (unit) => copyConversation(unit, id, input)),
    purge: (before, limit) => purge(units, before, limit),

    readBranch: (scope, id, query) => messageReads.readBranch(reading, scope, id, query),
    getMessage: (scope, id, messageId) => messageReads.getMessage(reading, scope, id, messageId),
    editText: ({ ownerId }, id, messageId, text, at) => change(ownerId, (unit) => messages.editText(unit, id, messageId, text, at)),
    deleteSubtree: ({ ownerId }, id, messageId, at) => change(ownerId, (unit) => messages.deleteSubtree(unit, id, messageId, at)),
    restoreSubtree: ({ ownerId }, id, messageId) => change(ownerId, (unit) => messages.restoreSubtree(unit, id, messageId)),
    listRunningUnder: (scope, id, messageId) => messageReads.listRunningUnder(reading, scope, id, messageId),

    readNotes: (scope, id) => context.readNotes(reading, scope, id),
    readOnPath: (scope, id, leafId, ids) => context.readOnPath(reading, scope, id, leafId, ids),
    putNote: ({ ownerId }, id, note, caps) => change(ownerId, (unit) => context.putNote(unit, id, note, caps)),
    editNote: ({ ownerId }, id, note, text, at) => change(ownerId, (unit) => context.editNote(unit, id, note, text, at)),
    removeNote: ({ ownerId }, id, note) => change(ownerId, (unit) => context.removeNote(unit, id, note)),
    putSentContext: ({ ownerId }, id, sent) => change(ownerId, (unit) => context.putSentContext(unit, id, sent)),
    getSentContext: (scope, id, answerId) => context.getSentContext(reading, scope, id, answerId),
    getCalibration: (endpoint, model) => context.getCalibration(reading, endpoint, model),
    putCalibration: (calibration) => context.putCalibration(reading, calibration),

    recordCall: ({ ownerId }, entry) => change(ownerId, (unit) => usage.recordCall(unit, entry)),
    readLedger: (scope, turnId) => usage.readLedger(reading, scope, turnId),
    readUsage: (scope, days) => usage.readUsage(reading, scope, days),
    readAllUsage: (days) => usage.readAllUsage(reading, days),
    readChatUsage: (scope, id) => usage.readChatUsage(reading, scope, id),
    reserve: ({ ownerId }, input) => change(ownerId, (unit) => reserve(unit, input)),
    release: ({ ownerId }, id) => change(ownerId, (unit) => releaseReservation(unit, id, ownerId)),
    readAccounts: async (ids) => (await findAccounts(reading, ids)).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    putDecision: (kind, id, value, at) => usage.putDecision(reading, kind, id, value, at),
    deleteDecision: (kind, id) => usage.deleteDecision(reading, kind, id),
    listDecisions: (kind) => usage.listDecisions(reading, kind),

    beginTurn: ({ ownerId }, input) => change(ownerId, (unit) => beginTurn(unit, input), { rev: 1, running: 1, seq: 1 }),
    settleTurn: ({ ownerId }, input) => change(ownerId, (unit) => settleTurn(unit, input), { rev: 1, running: -1 }),
    getTurn: (scope, id) => turnReads.getTurn(reading, scope, id),
    listActiveTurns: (scope) => turnReads.listActiveTurns(reading, scope),
    startQueuedTurn: ({ ownerId }, id, input) => change(ownerId, (unit) => queue.startQueuedTurn(unit, id, input)),
    editQueuedTurn: ({ ownerId }, id, parts, at) => change(ownerId, (unit) => queue.editQueuedTurn(unit, id, parts, at)),
    removeQueuedTurn: ({ ownerId }, id) => change(ownerId, (unit) => queue.removeQueuedTurn(unit, id)),
    listOrphanedTurns: (living) => turnReads.listOrphanedTurns(reading, living),
    takeOverTurn: ({ ownerId }, id, input) => change(ownerId, (unit) => takeOverTurn(unit, id, input)),
    checkpointTurn: ({ ownerId }, id, epoch, checkpoint) => checkpointTurn(units, ownerId, id, epoch, checkpoint),
    countQueuedTurns: () => reading.in.turns.countDocuments({ active: true, status: 'queued' }),
    ping: async () => void (await reading.in.turns.db.command({ ping: 1 })),
  };
}
