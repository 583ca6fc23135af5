import type {
  Cost,
  ConversationSettings,
  FinalStatus,
  ModelRef,
  Part,
  StopReason,
  TurnError,
  TurnKind,
  TurnStatus,
  Usage,
} from '@parley/contracts';
import type { ConversationRow } from './conversations.ts';
import type { MessageWithSiblings } from './messages.ts';
import type { Scope } from './scope.ts';
import type { LedgerEntry } from './usage.ts';

export interface TurnRow {
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly answerId: string;
  readonly userMessageId: string | null;
  readonly kind: TurnKind;
  readonly status: TurnStatus;
  readonly model: ModelRef;
  /** What the turn is to be answered with, conversation settings already merged in. */
  readonly settings: ConversationSettings;
  /** The node that works on it, and the fencing epoch of that work; a settle with another epoch is refused. */
  readonly ownerNode: string | null;
  readonly epoch: number;
  readonly stopReason: StopReason | null;
  readonly error: TurnError | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

export interface BeginTurn {
  readonly turnId: string;
  readonly kind: TurnKind;
  readonly conversationId: string;
  /** Present: the conversation is made by this turn and its id must be new. */
  readonly create?: { readonly title: string; readonly settings: ConversationSettings };
  readonly parentId: string | null;
  /** Present for `send`. */
  readonly userMessage?: { readonly id: string; readonly parts: Part[] };
  readonly answerId: string;
  /** Of `regenerate`: other answers to the question may be being written. */
  readonly beside?: true;
  readonly model: ModelRef;
  readonly settings: ConversationSettings;
  readonly leavingId?: string;
  /** Digest of the request body: the same turn id with another digest is a `turn.mismatch`. */
  readonly digest: string;
  readonly node: string;
  readonly now: number;
  readonly runningCap: number;
  readonly queueCap: number;
}

export interface BegunTurn {
  /** False when the same request had already been carried out: the caller must not run it again. */
  readonly fresh: boolean;
  /** `running`: run it now. `queued`: it starts when its predecessor is done. Else the result of a repeated request. */
  readonly turn: TurnRow;
  readonly conversation: ConversationRow;
  readonly userMessage: MessageWithSiblings | null;
  readonly answer: MessageWithSiblings;
}

export interface SettleTurn {
  readonly turnId: string;
  readonly epoch: number;
  readonly status: FinalStatus;
  readonly stopReason: StopReason;
  readonly error: TurnError | null;
  readonly parts: Part[];
  readonly usage: Usage | null;
  /** What all turns that worked on the answer used and cost; absent: nothing is known of it. */
  readonly cost?: Cost | null;
  /** The calls that this turn made. */
  readonly ledger?: readonly LedgerEntry[];
  /** The model that answered in place of the turn's; absent when none did. */
  readonly model?: ModelRef;
  readonly now: number;
  /** Who runs the next queued turn, if one starts. */
  readonly node: string;
}

export interface SettledTurn {
  /** False when the turn had already ended: nothing was changed. */
  readonly fresh: boolean;
  readonly turn: TurnRow;
  readonly conversation: ConversationRow;
  /** The queued turn that began with this settlement (status `running`), only after `done`. */
  readonly next: TurnRow | null;
}

/** An answer as it stood when `seq` was the last event of its turn's log. */
export interface Checkpoint {
  readonly seq: number;
  readonly parts: Part[];
  readonly usage: Usage | null;
}

/** A turn whose node is gone, as another one has taken it over. */
export interface TakenTurn {
  readonly turn: TurnRow;
  /** Null when its node never had to store one, or it cannot be read. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * Turns. Each verb is one transaction. Refusals that a person can meet are thrown as `RequestError` with the code named;
 * absence is null.
 */
export interface TurnStore {
  /**
   * Commits the person's message, the pending answer and the turn, makes the answer the active leaf, and decides `running`
   * or `queued`, in one step. Throws `conversation.not-found`, `conversation.id-taken`, `message.not-found` (parent unknown or
   * deleted), `file.not-found` (a file of the message is not there), `message.id-taken`, `message.busy` (continue or regenerate of what is being written, the latter unless `beside`), `turn.mismatch`, `turn.queue-full`,
   * `turn.too-many-running`, `turn.not-continuable` (the answer is done, unless it stopped at its length), `turn.wrong-parent`
   * (a question under a question, an answer under an answer).
   * A `send` under an unfinished answer is queued; under a failed, stopped or interrupted answer it runs. A conversation in the
   * bin is `conversation.not-found`. Turn ids are unique in the whole installation, because logs and topics are named by them
   * alone: another person's, or one that was removed, is a `turn.mismatch`. A `continue` leaves the active leaf where it is when
   * that is already under the answer, such as a queued message.
   */
  beginTurn(scope: Scope, input: BeginTurn): Promise<BegunTurn>;
  /**
   * Stores the answer as it stands and ends the turn. A done turn starts the oldest queued turn behind its answer, else the oldest
   * of the conversation whose predecessor is done; none in the bin. Throws `turn.not-found` and `turn.stale-epoch`.
   */
  settleTurn(scope: Scope, input: SettleTurn): Promise<SettledTurn>;
  getTurn(scope: Scope, id: string): Promise<TurnRow | null>;
  /** Turns of the owner that are queued, running or waiting, oldest first. */
  listActiveTurns(scope: Scope): Promise<TurnRow[]>;
  /** Makes a queued turn running. Throws `turn.not-found`, `turn.not-queued`, `message.busy` (predecessor still runs), `turn.too-many-running`. */
  startQueuedTurn(
    scope: Scope,
    id: string,
    input: { readonly node: string; readonly now: number; readonly runningCap: number },
  ): Promise<TurnRow>;
  /** Replaces the parts of a queued turn's message. Throws `turn.not-found`, `turn.not-queued`, `file.not-found`. */
  editQueuedTurn(scope: Scope, id: string, parts: Part[], now: number): Promise<MessageWithSiblings>;
  /** Removes a queued turn with its message and answer; what waits behind it is moved up to its parent. Throws as above. */
  removeQueuedTurn(scope: Scope, id: string): Promise<ConversationRow>;
  /** Every turn of every owner that is `running` or `waiting` and not of one of these nodes. */
  listOrphanedTurns(living: readonly string[]): Promise<TurnRow[]>;
  /**
   * Makes a running or waiting turn this node's, one epoch further, so that whatever its former node still writes is refused. Null when
   * it has ended or its epoch is another by now: somebody else was first. Of several at once one gets it.
   */
  takeOverTurn(scope: Scope, id: string, input: { readonly epoch: number; readonly node: string }): Promise<TakenTurn | null>;
  /**
   * Stores how far an answer has come, while its turn's log is not safe with the death of the node. It is kept apart from the message,
   * replaces the one before, and goes when the turn is settled. False when the turn has ended or has another epoch: nothing was stored.
   */
  checkpointTurn(scope: Scope, id: string, epoch: number, checkpoint: Checkpoint): Promise<boolean>;
  /** How many turns of all owners wait in a queue: for metrics, at each scrape. */
  countQueuedTurns?(): Promise<number>;
}
