import type { Collection, Db, IndexDescription } from 'mongodb';
import type { StoredChunk } from './rows/chunk-row.ts';
import type { StoredConversation } from './rows/conversation-row.ts';
import type { StoredMessage } from './rows/message-row.ts';
import type { StoredSession } from './rows/session-row.ts';
import type { StoredTurn } from './rows/turn-row.ts';
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

export interface Collections {
  readonly users: Collection<StoredUser>;
  readonly owners: Collection<StoredOwner>;
  readonly sessions: Collection<StoredSession>;
  readonly keys: Collection<StoredKey>;
  readonly conversations: Collection<StoredConversation>;
  readonly messages: Collection<StoredMessage>;
  readonly turns: Collection<StoredTurn>;
  readonly tombstones: Collection<StoredTombstone>;
  readonly seenLeaves: Collection<StoredSeenLeaf>;
  readonly chunks: Collection<StoredChunk>;
  readonly nodes: Collection<StoredNode>;
}

export function collectionsOf(db: Db): Collections {
  return {
    users: db.collection('users'),
    owners: db.collection('owners'),
    sessions: db.collection('sessions'),
    keys: db.collection('keys'),
    conversations: db.collection('conversations'),
    messages: db.collection('messages'),
    turns: db.collection('turns'),
    tombstones: db.collection('tombstones'),
    seenLeaves: db.collection('seen_leaves'),
    chunks: db.collection('chunks'),
    nodes: db.collection('nodes'),
  };
}

const deleted = { deletedAt: { $gte: 0 } };

/**
 * Every index, by collection, with what it is for in its name. Partial ones hold only what their queries ask for: `active` is a
 * field that queued, running and waiting turns have and ended ones have not.
 */
export const indexes: Readonly<Record<Exclude<keyof Collections, 'owners' | 'nodes'>, readonly IndexDescription[]>> = {
  users: [{ name: 'by_email', key: { emailKey: 1 }, unique: true }],
  sessions: [
    { name: 'by_token', key: { 'tokens.hash': 1 }, unique: true },
    { name: 'by_use', key: { userId: 1, lastUsedAt: -1, seq: -1 } },
    { name: 'by_age', key: { userId: 1, seq: -1 } },
  ],
  keys: [{ name: 'by_owner', key: { ownerId: 1, endpointId: 1 }, unique: true }],
  conversations: [
    { name: 'lists', key: { ownerId: 1, lists: 1, activityAt: -1, _id: -1 } },
    { name: 'by_rev', key: { ownerId: 1, rev: 1 }, unique: true },
    { name: 'in_bin', key: { deletedAt: 1 }, partialFilterExpression: deleted },
  ],
  messages: [
    { name: 'by_ordinal', key: { conversationId: 1, ordinal: 1 }, unique: true },
    { name: 'shape', key: { conversationId: 1, ordinal: 1, parentOrdinal: 1, skip: 1, depth: 1 } },
    { name: 'by_parent', key: { conversationId: 1, parentOrdinal: 1, ordinal: 1 } },
    { name: 'deleted', key: { conversationId: 1, deletedAt: 1, ordinal: -1 }, partialFilterExpression: deleted },
    { name: 'in_bin', key: { deletedAt: 1 }, partialFilterExpression: deleted },
  ],
  turns: [
    { name: 'active_of_owner', key: { ownerId: 1, seq: 1 }, partialFilterExpression: { active: true } },
    { name: 'active_of_conversation', key: { conversationId: 1, status: 1, seq: 1 }, partialFilterExpression: { active: true } },
    { name: 'active', key: { active: 1, status: 1 }, partialFilterExpression: { active: true } },
    { name: 'by_answer', key: { answerId: 1 } },
    { name: 'by_conversation', key: { conversationId: 1 } },
  ],
  tombstones: [{ name: 'by_rev', key: { ownerId: 1, kind: 1, rev: 1 } }],
  seenLeaves: [{ name: 'by_conversation', key: { conversationId: 1 } }],
  chunks: [
    { name: 'by_conversation', key: { conversationId: 1 } },
    { name: 'by_text', key: { of: 1 } },
  ],
};
