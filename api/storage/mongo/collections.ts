import type { Binary, Collection, Db, IndexDescription } from 'mongodb';
import { firstIndexes } from './migrations/0001-first-layout.ts';
import { chunkIndexes } from './migrations/0002-chunks.ts';
import { contextIndexes } from './migrations/0003-context.ts';
import { apiKeyIndexes } from './migrations/0004-api-keys.ts';
import type { StoredApiKey } from './rows/api-key-row.ts';
import { fileIndexes } from './migrations/0005-files.ts';
import { usageIndexes } from './migrations/0006-usage.ts';
import { presetIndexes } from './migrations/0007-presets.ts';
import type { StoredFavourite, StoredPreset } from './rows/preset-row.ts';
import type { StoredChunk } from './rows/chunk-row.ts';
import type { StoredConversation } from './rows/conversation-row.ts';
import type { StoredFile, StoredFileUse, StoredInstallation } from './rows/file-row.ts';
import type { StoredMessage } from './rows/message-row.ts';
import type { StoredCalibration, StoredNote, StoredSentContext } from './rows/note-row.ts';
import type { StoredSession } from './rows/session-row.ts';
import type { StoredTurn } from './rows/turn-row.ts';
import type { StoredAccount, StoredDecision, StoredEntry, StoredReservation, StoredSum } from './rows/usage-row.ts';
import type { StoredKey, StoredUser } from './rows/user-row.ts';

/** One per owner: what every change of theirs takes hold of first, so that changes of one person happen one after the other. */
export interface StoredOwner {
  readonly _id: string;
  /** Counts the changes that took hold; its writing is what makes two of them conflict. */
  readonly lock: number;
  readonly rev: number;
  /** Turns that are running or waiting. */
  readonly running: number;
  /** The order of creation of turns and sessions. */
  readonly seq: number;
}

/** An id that was once here and is never given again. A conversation's carries the rev under which readers learn of it. */
export interface StoredTombstone {
  readonly _id: string;
  readonly kind: 'conversation' | 'message' | 'turn';
  readonly ownerId: string;
  readonly rev?: number;
}

/** The leaf a person last saw under a message they left. */
export interface StoredSeenLeaf {
  readonly _id: string;
  readonly conversationId: string;
  readonly leafId: string;
}

/** A process that shares the database. */
export interface StoredNode {
  readonly _id: string;
  readonly alone: boolean;
  /** Milliseconds since 1970 by the server's clock; 0 when it left. */
  readonly seenAt: number;
}

/** A session of the server in which a node does transactions. */
export interface StoredTransactionSession {
  readonly _id: Binary;
  readonly node: string;
  /** Milliseconds since 1970 by the server's clock. */
  readonly at: number;
}

export interface Collections {
  readonly users: Collection<StoredUser>;
  readonly owners: Collection<StoredOwner>;
  readonly sessions: Collection<StoredSession>;
  readonly keys: Collection<StoredKey>;
  readonly apiKeys: Collection<StoredApiKey>;
  readonly presets: Collection<StoredPreset>;
  readonly favourites: Collection<StoredFavourite>;
  readonly conversations: Collection<StoredConversation>;
  readonly messages: Collection<StoredMessage>;
  readonly turns: Collection<StoredTurn>;
  readonly tombstones: Collection<StoredTombstone>;
  readonly seenLeaves: Collection<StoredSeenLeaf>;
  readonly chunks: Collection<StoredChunk>;
  readonly nodes: Collection<StoredNode>;
  readonly transactionSessions: Collection<StoredTransactionSession>;
  readonly files: Collection<StoredFile>;
  readonly fileUses: Collection<StoredFileUse>;
  readonly installation: Collection<StoredInstallation>;
  readonly contextNotes: Collection<StoredNote>;
  readonly sentContexts: Collection<StoredSentContext>;
  readonly calibrations: Collection<StoredCalibration>;
  readonly ledger: Collection<StoredEntry>;
  readonly usageSums: Collection<StoredSum>;
  readonly budgetAccounts: Collection<StoredAccount>;
  readonly reservations: Collection<StoredReservation>;
  readonly decisions: Collection<StoredDecision>;
}

export function collectionsOf(db: Db): Collections {
  return {
    users: db.collection('users'),
    owners: db.collection('owners'),
    sessions: db.collection('sessions'),
    keys: db.collection('keys'),
    apiKeys: db.collection('api_keys'),
    presets: db.collection('presets'),
    favourites: db.collection('favourites'),
    conversations: db.collection('conversations'),
    messages: db.collection('messages'),
    turns: db.collection('turns'),
    tombstones: db.collection('tombstones'),
    seenLeaves: db.collection('seen_leaves'),
    chunks: db.collection('chunks'),
    nodes: db.collection('nodes'),
    transactionSessions: db.collection('transaction_sessions'),
    files: db.collection('files'),
    fileUses: db.collection('file_uses'),
    installation: db.collection('installation'),
    contextNotes: db.collection('context_notes'),
    sentContexts: db.collection('sent_contexts'),
    calibrations: db.collection('token_calibrations'),
    ledger: db.collection('ledger'),
    usageSums: db.collection('usage_sums'),
    budgetAccounts: db.collection('budget_accounts'),
    reservations: db.collection('reservations'),
    decisions: db.collection('decisions'),
  };
}

const { seen_leaves: seenLeaves, ...first } = firstIndexes;

/** Every index, by collection, with what it is for in its name; the steps that make them declare them. */
export const indexes: Readonly<
  Record<
    Exclude<keyof Collections, 'owners' | 'nodes' | 'transactionSessions' | 'installation' | 'calibrations' | 'budgetAccounts'>,
    readonly IndexDescription[]
  >
> = {
  ...first,
  ...chunkIndexes,
  apiKeys: apiKeyIndexes.api_keys,
  ...presetIndexes,
  seenLeaves,
  files: fileIndexes.files,
  fileUses: fileIndexes.file_uses,
  contextNotes: contextIndexes.context_notes,
  sentContexts: contextIndexes.sent_contexts,
  ledger: usageIndexes.ledger,
  usageSums: usageIndexes.usage_sums,
  reservations: usageIndexes.reservations,
  decisions: usageIndexes.decisions,
};
