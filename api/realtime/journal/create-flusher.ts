import type { HeldLog } from '../tail/turn-store.ts';
import type { Batch } from './journal-file.ts';
import { createSpiller } from './create-spiller.ts';
import { encodeRecord, encodeSection } from './record.ts';
import type { Spill } from './spill-file.ts';

interface FlusherOptions {
  readonly commit: (batch: Batch) => Promise<void>;
  /** Where events go that a slow commit holds up. */
  readonly spill: Spill;
  /** Whether an earlier process left something there. */
  readonly inherited: boolean;
  readonly onSpillError: (error: unknown) => void;
  /** Milliseconds from the first unsaved event to its commit being asked for. */
  readonly every: number;
  /** Called for each commit that failed and each that succeeded. */
  readonly onOutcome: (error: unknown) => void;
}

/** Gathers what all turns appended into one record per flush. */
export interface Flusher {
  touched(log: HeldLog): void;
  flush(log: HeldLog): Promise<void>;
  release(turnIds: readonly string[]): Promise<void>;
  /** Writes what is unsaved; what the disk refuses then is lost with the process. */
  drain(): Promise<void>;
}

interface Waiter {
  /** Null: waits for a release. */
  readonly log: HeldLog | null;
  readonly seq: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** After a failed commit the next attempt by timer waits this long, so that a full disk is not hammered. */
const retryAfter = 1_000;

/**
 * At most one batch is in flight and one is being gathered: a slow disk makes larger batches, never a queue. The timer runs
 * only while something is unsaved.
 */
export function createFlusher({ commit, spill, inherited, every, onOutcome, onSpillError }: FlusherOptions): Flusher {
  const dirty = new Map<string, HeldLog>();
  /** The logs of the batch in flight, without those released since. */
  const flying = new Set<HeldLog>();
  const durable = new WeakMap<HeldLog, number>();
  let releases: string[] = [];
  let waiters: Waiter[] = [];
  let inFlight: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** When the gathering of the next batch began, on the monotonic clock. */
  let since = 0;
  let pause = 0;

  const durableSeq = (log: HeldLog): number => durable.get(log) ?? 0;
  const unsaved = (): Iterable<HeldLog> => new Set([...dirty.values(), ...flying]);
  const spiller = createSpiller({ spill, inherited, every, unsaved, durableSeq, onError: onSpillError });

  function schedule(): void {
    if (inFlight !== null || dirty.size === 0) return;
    const wait = since + every + pause - performance.now();
    if (wait <= 0) post();
    else timer ??= setTimeout(post, wait);
  }

  function takeBatch(): { batch: Batch; through: Map<HeldLog, number> } {
    const through = new Map<HeldLog, number>();
    flying.clear();
    const sections: string[] = [];
    for (const log of dirty.values()) {
      const done = durableSeq(log);
      through.set(log, log.tail.seq);
      flying.add(log);
      sections.push(encodeSection({ turnId: log.turnId, epoch: log.epoch, firstSeq: done + 1, text: log.tail.textAfter(done) }));
    }
    const body = sections.length === 0 ? null : encodeRecord(sections);
    const batch = { body, turns: [...dirty.keys()], release: releases };
    dirty.clear();
    releases = [];
    return { batch, through };
  }

  function post(): void {
    clearTimeout(timer);
    timer = undefined;
    if (inFlight !== null || (dirty.size === 0 && releases.length === 0)) return;
    const { batch, through } = takeBatch();
    const releasing = waiters.filter((waiter) => waiter.log === null);
    waiters = waiters.filter((waiter) => waiter.log !== null);
    if (batch.body !== null) spiller.begun();
    inFlight = commit(batch).then(
      () => settled(through, releasing),
      (error: unknown) => failed(releasing, error),
    );
  }

  function settled(through: Map<HeldLog, number>, releasing: readonly Waiter[]): void {
    pause = 0;
    for (const [log, seq] of through) durable.set(log, seq);
    spiller.settled();
    onOutcome(null);
    const done = waiters.filter((waiter) => waiter.log !== null && durableSeq(waiter.log) >= waiter.seq);
    waiters = waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of [...releasing, ...done]) waiter.resolve();
    goOn();
  }

  /** The turns go on: their events are still in memory and are part of the next attempt. */
  function failed(releasing: readonly Waiter[], error: unknown): void {
    for (const log of flying) if (!dirty.has(log.turnId)) dirty.set(log.turnId, log);
    since = performance.now();
    pause = retryAfter;
    onOutcome(error);
    const refused = [...releasing, ...waiters];
    waiters = [];
    for (const waiter of refused) waiter.reject(error);
    goOn();
  }

  function goOn(): void {
    inFlight = null;
    if (waiters.length > 0) post();
    else schedule();
  }

  function wait(log: HeldLog | null, seq: number): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => void waiters.push({ log, seq, resolve, reject }));
    post();
    return promise;
  }

  return {
    touched(log) {
      if (dirty.size === 0) since = performance.now();
      dirty.set(log.turnId, log);
      // A loop under load runs timers late; the events themselves then do the timer's work.
      schedule();
      spiller.touched();
    },
    flush: (log) => (durableSeq(log) >= log.tail.seq ? Promise.resolve() : wait(log, log.tail.seq)),
    release(turnIds) {
      const leaving = new Set(turnIds);
      for (const turnId of leaving) dirty.delete(turnId);
      for (const log of flying) if (leaving.has(log.turnId)) flying.delete(log);
      const moot = waiters.filter((waiter) => waiter.log !== null && leaving.has(waiter.log.turnId));
      waiters = waiters.filter((waiter) => !moot.includes(waiter));
      for (const waiter of moot) waiter.resolve();
      releases.push(...leaving);
      return wait(null, 0);
    },
    async drain() {
      while (inFlight !== null || dirty.size > 0) {
        post();
        await inFlight;
        if (pause > 0) break;
      }
      clearTimeout(timer);
      spiller.close();
    },
  };
}
