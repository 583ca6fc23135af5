import type { ModelRef } from '@parley/contracts';
import type { ConversationRow } from './conversations.ts';
import type { MessageRow } from './messages.ts';
import type { Scope } from './scope.ts';

/**
 * A *fold* stands for everything on a branch up to and including its message: a `summary` says it in fewer words, a `cut` leaves it out. A
 * *mark* is about its message alone: `pinned` is sent whatever is folded, `excluded` is not sent. Messages themselves are never touched.
 */
export type NoteKind = 'summary' | 'cut' | 'pinned' | 'excluded';

export const isFoldKind = (kind: NoteKind): boolean => kind === 'summary' || kind === 'cut';

export interface NoteDetail {
  /** Of a summary: what wrote it. */
  readonly model?: ModelRef;
  /** Of a fold: made because the context was full, not because a person asked. */
  readonly automatic?: boolean;
  /** Of a cut: the tokens it was made for. It does not hold for a model that can take more. */
  readonly budget?: number;
  /** Of a cut: the summary, by id, of what lies further up. */
  readonly summary?: string;
  /** Of an exclusion: the parts that are not sent, by id; absent: the whole message. */
  readonly parts?: readonly string[];
  /** Of a fold: how many messages it stands for, and how many tokens they were. */
  readonly messages?: number;
  readonly tokens?: number;
}

export interface NoteRow {
  /** A mark's is its message's, so that a message has at most one. */
  readonly id: string;
  readonly messageId: string;
  /** That of its message. */
  readonly ordinal: number;
  readonly kind: NoteKind;
  /** The words of a summary; else empty. */
  readonly text: string;
  readonly detail: NoteDetail;
  readonly createdAt: number;
  readonly editedAt: number | null;
}

/** How many marks and folds a conversation may have. */
export interface NoteCaps {
  readonly marks: number;
  readonly folds: number;
}

/** What one turn sent, so that it can be shown again: where it began on the answer's branch, and what the rest hashed to. */
export interface SentContextRow {
  readonly answerId: string;
  readonly turnId: string;
  readonly model: ModelRef;
  /** SHA-256 of the canonical messages, in hexadecimal. */
  readonly sha256: string;
  /** Marks and the fold as they were, by id; `text` of a summary as it was sent. */
  readonly fold: { readonly id: string; readonly messageId: string; readonly kind: 'summary' | 'cut'; readonly text: string } | null;
  readonly pinned: readonly string[];
  readonly excluded: readonly string[];
  /** The parts that were left out of messages that were sent, by message; absent: none. */
  readonly excludedParts?: Readonly<Record<string, readonly string[]>>;
  /** The oldest message that was sent as it is; null when only pinned ones were. */
  readonly firstId: string | null;
  /** How many messages above it were not sent, as far as they were read. */
  readonly dropped: number;
  /** Tokens as they were counted before sending, and what there was room for. */
  readonly tokens: number;
  readonly budget: number;
  /** For a `continue`: how many parts of the answer were sent. */
  readonly answerParts: number;
  /** And how many characters of the last of them, which what came then may have been appended to; absent where it is no text, and of older rows. */
  readonly answerText?: number;
  readonly sentAt: number;
}

/** How many tokens a provider counts for each one that Parley counts. */
export interface CalibrationRow {
  readonly endpoint: string;
  readonly model: string;
  /** In all, of late. */
  readonly ratio: number;
  readonly samples: number;
  /** The same by kind of what is counted, as the counting packs it; null where only the ratio is known. */
  readonly fit: readonly number[] | null;
  readonly updatedAt: number;
}

/** What people decide about the context of a conversation, what was sent, and how well tokens are counted. */
export interface ContextStore {
  /** By ordinal. Absent and foreign conversations have none. Few, by their caps. */
  readNotes(scope: Scope, conversationId: string): Promise<NoteRow[]>;
  /**
   * Those of the messages that lie on the way from the root to `leafId`, itself included, by ordinal; deleted and damaged ones are left out. The
   * work grows with their number, never with the way.
   */
  readOnPath(scope: Scope, conversationId: string, leafId: string, ids: readonly string[]): Promise<MessageRow[]>;
  /**
   * Keeps a note; one of the same id is replaced. `no-message`: its message is not there or deleted. `full`: there are as many marks as may
   * be. Of more folds than may be, the highest in the tree gives way: what is below it stands for the same and more.
   */
  putNote(
    scope: Scope,
    conversationId: string,
    note: Omit<NoteRow, 'ordinal'>,
    caps: NoteCaps,
  ): Promise<ConversationRow | 'no-message' | 'full' | null>;
  /** Another text for a summary. `no-note`: it is not there, or not a summary. */
  editNote(scope: Scope, conversationId: string, id: string, text: string, now: number): Promise<ConversationRow | 'no-note' | null>;
  /** `no-note`: there was none. */
  removeNote(scope: Scope, conversationId: string, id: string): Promise<ConversationRow | 'no-note' | null>;
  /** Replaces what was kept for the same answer. False when the answer is not there. */
  putSentContext(scope: Scope, conversationId: string, sent: SentContextRow): Promise<boolean>;
  /** Null when nothing was kept, or the conversation is absent or foreign. */
  getSentContext(scope: Scope, conversationId: string, answerId: string): Promise<SentContextRow | null>;
  /** Belongs to the installation, not to a person: numbers only. */
  getCalibration(endpoint: string, model: string): Promise<CalibrationRow | null>;
  putCalibration(row: CalibrationRow): Promise<void>;
}
