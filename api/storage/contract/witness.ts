import type { TurnStatus } from '@parley/contracts';

export type Kept =
  | 'users'
  | 'sessions'
  | 'keys'
  | 'apiKeys'
  | 'presets'
  | 'conversations'
  | 'messages'
  | 'turns'
  | 'context_notes'
  | 'sent_contexts'
  | 'files'
  | 'file_uses'
  | 'ledger'
  | 'reservations';

export interface WitnessedMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly parentId: string | null;
  readonly ordinal: number;
  readonly parentOrdinal: number;
  readonly status: TurnStatus;
  readonly deletedAt: number | null;
}

/**
 * Reads what a store has kept by a way of its own, so that no adapter is its own witness: for SQLite a bare
 * connection, for MongoDB a plain client.
 */
export interface Witness extends AsyncDisposable {
  /** How many rows there are of a kind. */
  count(kind: Kept): Promise<number>;
  /** Whether a row of a kind has this id (a key: the endpoint's). */
  has(kind: Kept, id: string): Promise<boolean>;
  /** Every message of a conversation, or of all, deleted ones included, by ordinal. */
  messages(conversationId?: string): Promise<WitnessedMessage[]>;
  /** The text in which the parts of a message are kept. */
  storedParts(messageId: string): Promise<string>;
  /** How many pieces of texts are kept apart from what they belong to; absent where a store keeps none. */
  pieces?(): Promise<number>;
  /** Whether a word is kept anywhere in a kind's rows. */
  mentions(kind: Kept, word: string): Promise<boolean>;
  /** Damages a row as a fault would: what it says of its parts or settings can no longer be read. */
  damage(kind: 'conversations' | 'messages', id: string): Promise<void>;
}
