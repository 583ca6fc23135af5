import type { Hint, RefusedConfiguration, TurnEvent } from '@parley/contracts';

/** An event of a turn's log, already in its short form (`encodeTurnEvent`): encoded once, shared by the log and all readers. */
export interface LogEntry {
  readonly seq: number;
  readonly encoded: string;
}

export interface LogReader {
  /**
   * Entries in order, without gap or repeat, the first right after the cursor. Must not throw and must not block. Returning
   * `false` ends the reading at once, as the stop function does: a reader that cannot take more reads on later, from its cursor.
   */
  onEntries(entries: readonly LogEntry[]): void | false;
  /** Called once, when the backfill has been delivered: what follows is live. */
  onCaughtUp?(): void;
  /** `ended`: the last entry was `turn-end`. `gone`: the log is not kept, or no longer. Called at most once, and last. */
  onEnd(reason: 'ended' | 'gone'): void;
}

export interface LogWriter {
  readonly turnId: string;
  readonly epoch: number;
  /**
   * Appends an event, shows it to readers at once and makes it durable within `limits.turnLogFlushEvery`. Returns its seq.
   * Synchronous and cheap: one per token. Throws `turn.stale-epoch` when another node has taken the turn over.
   */
  append(event: TurnEvent): number;
  /** Resolves when everything appended so far is durable. */
  flush(): Promise<void>;
  /** Appends `turn-end`, flushes, and starts the log's last 5 minutes. Call it after the answer is stored. */
  finalize(event: Extract<TurnEvent, { type: 'turn-end' }>): Promise<void>;
}

/** A log that a new owner has taken over, with what its former owner left in it. */
export interface TakenLog {
  readonly writer: LogWriter;
  /** Everything that is kept, in order. Empty when there was no log. */
  readonly events: TurnEvent[];
  /** Whether readers of the log get all of it. False where damage tore a hole: the answer keeps what is behind it, the log does not. */
  readonly whole: boolean;
}

/**
 * The append-only events of each turn. Every reader, first or late, reads from a cursor: backfill, cut over, go live.
 * Adapters: `journal/` (one node, durable), `memory/` (tests), `redis/` (several nodes).
 */
export interface TurnLog extends AsyncDisposable {
  /** Opens a log for writing with the epoch the record store gave; an epoch below the log's own is `turn.stale-epoch`. */
  acquire(turnId: string, epoch: number): Promise<LogWriter>;
  /**
   * Reads from after `cursor` until the end, the reader's `onEnd`, or the returned stop function. The backfill is delivered
   * before this returns or soon after, never interleaved with live entries.
   */
  read(turnId: string, cursor: number, reader: LogReader): () => void;
  /**
   * Opens the log of a turn that another process wrote, with the epoch that the record store gave: whatever that process still appends
   * is refused. Its readers, if there are any, go on reading. Rejects with `server.storage-unavailable`, having changed nothing that
   * would lose an event, when what was kept cannot be read now; with anything else when it is damaged.
   */
  takeOver(turnId: string, epoch: number): Promise<TakenLog>;
  /** Everything durable of a turn that has not been finalized, in order. Empty when there is no log. */
  recover(turnId: string): Promise<TurnEvent[]>;
  /** Forgets a log; its readers end as `gone`. */
  delete(turnId: string): Promise<void>;
  /**
   * Whether what running turns of this node appended is safe with the node's death, but for the last moment. False while what keeps
   * it elsewhere is away: whoever runs turns then stores their partial answers itself. Cheap; asked each second.
   */
  durable(): boolean;
  /** False when nothing can be logged any more until the process starts again. Cheap; absent where that cannot be. */
  answering?(): boolean;
  /** Logs held now, and bytes held in memory for them. */
  stats(): { readonly logs: number; readonly bytes: number };
}

/** Carries hints from wherever something changed to every node where somebody listens. At most once; a gap is healed by sync. */
export interface Bus extends AsyncDisposable {
  publish(topic: string, message: BusMessage): void;
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, listener: (message: BusMessage) => void): () => void;
}

/** Hints go to readers; the rest is between nodes (`stop:<turnId>`, `session:<id>`, `notices`). */
export type BusMessage =
  | { readonly kind: 'hint'; readonly hint: Hint }
  | { readonly kind: 'stop' }
  | { readonly kind: 'session-ended' }
  /** What was found out about models changed: read it again. */
  | { readonly kind: 'probed' }
  /** Administrators decided something on models or money: read it again. */
  | { readonly kind: 'decided' }
  /** Null: what the node has in its file is in force. */
  | { readonly kind: 'configuration'; readonly node: string; readonly refused: RefusedConfiguration | null };

/**
 * A budget of points per key and window. Shared by all nodes where a store is; while that store is lost each node counts for itself,
 * from nothing, and says so once in the log. No verb rejects.
 */
export interface RateLimit {
  /** Takes `points` from the key's budget. `allowed: false` says when to come back; the attempt is not charged further. */
  take(
    key: string,
    budget: { readonly points: number; readonly perSeconds: number },
    points?: number,
  ): Promise<{ readonly allowed: boolean; readonly retryAfter: number }>;
  /** Gives the whole budget back: after a successful sign-in. */
  reset(key: string): Promise<void>;
}

/** Counted since the start, at this node. */
export interface CacheStats {
  /** Reads that found a value. A read that the store did not answer is a miss. */
  readonly hits: number;
  readonly misses: number;
  /** Values held now, where that is known without asking: in memory. */
  readonly entries?: number;
}

/**
 * JSON values that may be stale, with a time to live. Absence is undefined. Nothing is kept beyond the cap of entries. Each use has a
 * cache of its own, under its name. No verb rejects: what a lost store cannot give is absent, and is said once in the log.
 *
 * Who makes an entry stale, and who evicts it (`delete` in a shared store is for all nodes; in memory for this one alone, so the others
 * keep theirs until its time is over; one that a lost store did not hear of lives as long too):
 * - `models`, the lists of models: stale when the provider changes its list, which nobody tells us, so a list is read again after 10
 *   minutes (30 s after a failure) and kept a day to be shown meanwhile; and when a person puts or deletes a key: `endpoint-service`
 *   deletes that person's list.
 */
export interface Cache {
  readonly name: string;
  get<Value>(key: string): Promise<Value | undefined>;
  set<Value>(key: string, value: Value, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  stats(): CacheStats;
}

/**
 * The right of one holder among all nodes to do a piece of work for a while: migrations, scheduled work. Time is the store's, not the
 * nodes'. No lease decides about a turn: the record store does. A holder that was paused may wake after its time: what it writes
 * carries the token, or is checked by `renew` before. Every verb rejects when the store cannot be asked; then nothing may be assumed.
 */
export interface Lease {
  /**
   * A token greater than any this name had before, or null while somebody holds it, the same holder included. Of holders that race one
   * gets it.
   */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | null>;
  /** Its time begins anew. False when it is over or was released, even if nobody else has taken it: stop the work. */
  renew(name: string, holder: string, token: number, ttlMs: number): Promise<boolean>;
  /** Lets others have it at once. Nothing happens when it is no longer held under this token. */
  release(name: string, holder: string, token: number): Promise<void>;
}
