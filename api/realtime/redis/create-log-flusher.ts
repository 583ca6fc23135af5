import type { Logger } from '../../logger.ts';
import type { OwnedLog } from './owned-log.ts';
import { RedisAwayError, type Redis } from './redis.ts';
import { writeBatch } from './turn-scripts.ts';

interface LogFlusherOptions {
  readonly redis: Redis;
  readonly logger: Logger;
  /** Milliseconds from the first unsaved event to its being sent. */
  readonly every: number;
  /** Milliseconds a finished log is kept. */
  readonly linger: number;
  /** A higher epoch has the turn, or it was deleted. The log is not written again. */
  readonly onStale: (log: OwnedLog) => void;
}

/** Sends what was appended to Redis: all logs that have something together, each at most one batch at a time. */
export interface LogFlusher {
  /** Something was appended. Synchronous and cheap: called once per token. */
  touched(log: OwnedLog): void;
  /** Resolves when Redis acknowledged all of it, and its end if it ended; rejects when Redis does not take it now. */
  flush(log: OwnedLog): Promise<void>;
  /** Makes sure that Redis has the log still, and writes it again where not. */
  verify(log: OwnedLog): void;
  /** The log is not written any more; whoever waits for it is told so by `error`, or that all is well. */
  forget(log: OwnedLog, error?: Error): void;
  close(): void;
}

interface Waiter {
  readonly log: OwnedLog;
  readonly seq: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Milliseconds after a failure, so that a server in trouble is not hammered. */
const retryAfter = 500;
/** Characters after which an entry of the stream is full; only a log that is written again reaches it. */
const batchCharacters = 262_144;

const isSaved = (log: OwnedLog): boolean =>
  log.acknowledged >= log.tail.seq && !log.verify && (log.endedAt === null || log.endAcknowledged);

/** The events after what is acknowledged, about as many as one entry may hold. */
function nextBatch(log: OwnedLog): { readonly lines: string; readonly last: number } {
  const lines = log.tail.textAfter(log.acknowledged, batchCharacters);
  if (lines.length < batchCharacters) return { lines, last: log.tail.seq };
  return { lines, last: log.acknowledged + lines.split('\n').length };
}

/** Says once that Redis refuses, and once that it takes the events again. That it is away is said by whoever connects. */
function createRefusalLog(logger: Logger): (error: Error | null) => void {
  let refusing = false;
  return (error) => {
    if (error === null && refusing) logger.info({}, 'Redis keeps running answers again.');
    if (error === null) refusing = false;
    if (error === null || refusing || error instanceof RedisAwayError) return;
    refusing = true;
    const what = error.message.startsWith('OOM')
      ? 'Redis is full (maxmemory): running answers go on, but are not safe with it. Give it more memory.'
      : 'Redis does not keep running answers now: they go on, and are written again.';
    logger.error({ reason: error.message }, what);
  };
}

export function createLogFlusher({ redis, logger, every, linger, onStale }: LogFlusherOptions): LogFlusher {
  const dirty = new Set<OwnedLog>();
  const outcome = createRefusalLog(logger);
  let waiters: Waiter[] = [];
  let timer: NodeJS.Timeout | undefined;
  /** On the monotonic clock: when the timer is due, and when logs were last sent. */
  let dueAt = Infinity;
  let since = 0;
  let closed = false;

  function answer(log: OwnedLog, isDone: (waiter: Waiter) => boolean, settle: (waiter: Waiter) => void): void {
    if (waiters.length === 0) return;
    const done = waiters.filter((waiter) => waiter.log === log && isDone(waiter));
    if (done.length === 0) return;
    waiters = waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) settle(waiter);
  }

  function schedule(wait: number): void {
    const due = performance.now() + wait;
    if (closed || due >= dueAt) return;
    clearTimeout(timer);
    dueAt = due;
    timer = setTimeout(post, wait);
  }

  function post(): void {
    clearTimeout(timer);
    dueAt = Infinity;
    const now = performance.now();
    since = now;
    let later = Infinity;
    for (const log of dirty) {
      if (log.writing) continue;
      if (log.notBefore <= now) void save(log);
      else later = Math.min(later, log.notBefore - now);
    }
    if (later < Infinity) schedule(later);
  }

  /** Writes until Redis has everything, or what is new may wait for the next round. */
  async function save(log: OwnedLog): Promise<void> {
    dirty.delete(log);
    log.writing = true;
    const through = log.tail.seq;
    try {
      do {
        if (!(await step(log))) return;
      } while (log.acknowledged < through && !closed);
      outcome(null);
      settled(log);
    } catch (error) {
      failed(log, error);
    } finally {
      log.writing = false;
    }
    if (isSaved(log) || log.released) return;
    dirty.add(log);
    schedule(waiters.some((waiter) => waiter.log === log) && log.notBefore === 0 ? 0 : every);
  }

  /** One batch. False when the log is not ours any more. */
  async function step(log: OwnedLog): Promise<boolean> {
    const { lines, last } = nextBatch(log);
    const isEnd = log.endedAt !== null && last === log.tail.seq;
    const first = log.acknowledged + 1;
    log.wroteAt = performance.now();
    log.verify = false;
    const { epoch } = log;
    const reply = await writeBatch(redis, log.turnId, {
      epoch,
      from: log.from,
      first,
      last,
      lines,
      linger: isEnd ? linger : null,
    });
    if (reply.status === 'stale' && reply.epoch > epoch && reply.epoch === log.claimed) {
      // This node itself claimed the log anew while the batch was on its way; it goes again, under the new epoch.
      log.verify = true;
      return true;
    }
    if (reply.status === 'stale' || (reply.status === 'elsewhere' && reply.seq > log.tail.seq)) {
      onStale(log);
      return false;
    }
    log.acknowledged = reply.status === 'written' ? last : reply.seq;
    if (reply.status === 'elsewhere') log.verify = true;
    if (reply.status === 'written' && isEnd) log.endAcknowledged = true;
    return true;
  }

  function settled(log: OwnedLog): void {
    log.notBefore = 0;
    if (log.acknowledged >= log.tail.seq) log.unsafeSince = null;
    else log.unsafeSince = log.wroteAt;
    answer(
      log,
      (waiter) => waiter.seq <= log.acknowledged && (log.endedAt === null || log.endAcknowledged),
      (waiter) => waiter.resolve(),
    );
  }

  function failed(log: OwnedLog, error: unknown): void {
    outcome(error instanceof Error ? error : new Error(String(error)));
    log.verify = true;
    log.notBefore = performance.now() + retryAfter;
    answer(
      log,
      () => true,
      (waiter) => waiter.reject(error),
    );
  }

  function touched(log: OwnedLog): void {
    const now = performance.now();
    log.unsafeSince ??= now;
    if (dirty.size === 0 && dueAt === Infinity) since = now;
    dirty.add(log);
    // A loop under load runs timers late; the events themselves then do the timer's work.
    if (now - since >= every && !log.writing && log.notBefore === 0) post();
    else schedule(every);
  }

  return {
    touched,
    flush(log) {
      if (isSaved(log)) return Promise.resolve();
      log.notBefore = 0;
      dirty.add(log);
      const promise = new Promise<void>((resolve, reject) => void waiters.push({ log, seq: log.tail.seq, resolve, reject }));
      post();
      return promise;
    },
    verify(log) {
      log.verify = true;
      log.notBefore = 0;
      dirty.add(log);
      schedule(0);
    },
    forget(log, error) {
      log.released = true;
      dirty.delete(log);
      answer(
        log,
        () => true,
        (waiter) => (error === undefined ? waiter.resolve() : waiter.reject(error)),
      );
    },
    close() {
      closed = true;
      clearTimeout(timer);
      dirty.clear();
    },
  };
}
