import { decodeTurnEvent, encodeTurnEvent } from '@parley/chat-core';
import { RequestError, limits, type TurnEvent } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { LogWriter, TakenLog, TurnLog } from '../ports.ts';
import { createLingering } from '../tail/lingering.ts';
import type { HeldLog } from '../tail/turn-store.ts';
import { createTurnTail } from '../tail/turn-tail.ts';
import { createFollowers } from './create-followers.ts';
import { createLogFlusher } from './create-log-flusher.ts';
import { createOwnedLog, type OwnedLog } from './owned-log.ts';
import { createReaderSlot, type ReaderSlot } from './reader-slot.ts';
import type { Redis } from './redis.ts';
import { claimLog, deleteLog, readWhole, type Claim, type LogContent } from './turn-scripts.ts';

interface RedisTurnLogOptions {
  readonly redis: Redis;
  readonly logger: Logger;
  readonly now?: () => number;
  /** See `limits.turnLogFlushEvery`, `turnLogLinger` and `turnLogLingerBytes`. */
  readonly flushEvery?: number;
  readonly linger?: number;
  readonly lingerBytes?: number;
  /** See `FollowerOptions`. */
  readonly grace?: number;
  readonly lostGrace?: number;
  readonly verifyEvery?: number;
}

/** Milliseconds a turn waits for Redis to say whether somebody else has it; a turn must begin without Redis too. */
const claimWithin = 1_000;
/** Milliseconds for which an event may be on its way to Redis and still count as safe. */
const safeWithin = 500;
/** Milliseconds of silence after which an owner asks whether its log is still there. */
const verifyAfter = 5_000;

const stale = (detail: string): RequestError => new RequestError('turn.stale-epoch', { detail });
const decodeLines = (lines: readonly string[]): TurnEvent[] => lines.map((line) => decodeTurnEvent(line).event);

/**
 * Turn logs in Redis: the node that runs a turn keeps it in memory and sends Redis what is new, all turns together; any other node
 * follows it from there. While Redis is away, running turns go on from memory, and are written again when it is back, whatever it kept.
 */
export function createRedisTurnLog(options: RedisTurnLogOptions): TurnLog {
  const { redis, logger, now = Date.now, flushEvery = limits.turnLogFlushEvery, linger = limits.turnLogLinger } = options;
  const onError = (error: unknown, what: string): void => logger.error({ reason: String(error) }, what);
  const owned = new Map<string, OwnedLog>();
  const acquiring = new Map<string, Promise<unknown>>();
  const flusher = createLogFlusher({ redis, logger, every: flushEvery, linger, onStale: fenced });
  const followers = createFollowers({
    redis,
    onError,
    grace: options.grace ?? 5_000,
    lostGrace: options.lostGrace ?? 15_000,
    verifyEvery: options.verifyEvery ?? 3_000,
  });
  const lingering = createLingering({ now, linger, bytes: options.lingerBytes ?? limits.turnLogLingerBytes, onExpired: expired });

  const stopListening = redis.onChange((healthy) => {
    if (healthy) for (const log of owned.values()) if (log.endedAt === null || !log.endAcknowledged) flusher.verify(log);
  });
  const timer = setInterval(() => {
    const before = performance.now() - verifyAfter;
    for (const log of owned.values()) if (log.endedAt === null && log.wroteAt < before) flusher.verify(log);
  }, verifyAfter / 2).unref();

  function drop(log: OwnedLog, error?: Error): readonly ReaderSlot[] {
    if (owned.get(log.turnId) === log) owned.delete(log.turnId);
    lingering.remove(log);
    flusher.forget(log, error);
    return [...log.slots];
  }

  function expired(logs: readonly HeldLog[]): void {
    for (const { turnId, tail } of logs) {
      const log = owned.get(turnId);
      if (log !== undefined) drop(log);
      tail.end('gone');
      deleteLog(redis, turnId).catch((error: unknown) =>
        logger.debug({ reason: String(error) }, 'A finished turn log goes by its own time.'),
      );
    }
  }

  /** Another node has the turn. Readers go on from it, but for those that saw what Redis never took. */
  function fenced(log: OwnedLog): void {
    for (const slot of drop(log, stale('another node has the turn'))) {
      slot.detach();
      if (slot.cursor > log.acknowledged) slot.end('gone');
      else followers.follow(log.turnId, slot);
    }
  }

  /** Readers come along, but for those that saw what died with the former owner: other events get those numbers now. */
  function open(turnId: string, epoch: number, lines: readonly string[]): OwnedLog {
    const tail = createTurnTail((error) => onError(error, 'A reader of a turn log failed and was dropped.'));
    tail.restore(lines);
    const log = createOwnedLog(turnId, epoch, tail, lines.length);
    owned.set(turnId, log);
    for (const slot of followers.release(turnId)) {
      if (slot.cursor > tail.seq) slot.end('gone');
      else log.take(slot);
    }
    return log;
  }

  /** Null when Redis cannot be asked in time: the turn begins all the same, and claims its log with the first write. */
  async function claim(turnId: string, epoch: number): Promise<Claim | null> {
    const asked = claimLog(redis, turnId, epoch).catch(() => null);
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<null>((resolve) => (late = setTimeout(() => resolve(null), claimWithin)));
    const answer = await Promise.race([asked, tooLate]);
    clearTimeout(late);
    return answer;
  }

  function refuseBelow(turnId: string, epoch: number): OwnedLog | undefined {
    const log = owned.get(turnId);
    if (log !== undefined && epoch < log.epoch) throw stale(`epoch ${epoch} is below ${log.epoch}`);
    if (log !== undefined && log.endedAt !== null) throw stale('the log has ended');
    return log;
  }

  async function acquire(turnId: string, epoch: number): Promise<LogWriter> {
    const known = refuseBelow(turnId, epoch);
    if (known !== undefined) known.claimed = epoch;
    const claimed = await claim(turnId, epoch);
    let log = refuseBelow(turnId, epoch);
    if (claimed?.status === 'ended') throw stale('the log has ended');
    if (claimed?.status === 'stale') {
      if (log !== undefined) fenced(log);
      throw stale(`epoch ${epoch} is not above ${claimed.epoch}`);
    }
    const others = claimed !== null && ![0, epoch, log?.epoch].includes(claimed.epoch);
    if (log !== undefined && others) {
      fenced(log);
      log = undefined;
    }
    if (log !== undefined) log.from = log.tail.seq;
    else {
      const kept = claimed === null || claimed.seq === 0 ? null : await readWhole(redis, turnId);
      log = open(turnId, epoch, kept?.lines ?? []);
    }
    log.epoch = epoch;
    return writerOf(log, epoch);
  }

  /** Only with Redis: a log that began without what is in it would replace it later. */
  async function takeOver(turnId: string, epoch: number): Promise<TakenLog> {
    const known = refuseBelow(turnId, epoch);
    const { claimed, kept } = await claimWhole(turnId, epoch);
    if (claimed.status === 'stale') throw stale(`epoch ${epoch} is not above ${claimed.epoch}`);
    if (claimed.status === 'ended') throw stale('the log has ended');
    const events = decodeLines(kept?.lines ?? []);
    if (known !== undefined) fenced(known);
    const log = open(turnId, epoch, kept?.lines ?? []);
    return { writer: writerOf(log, epoch), events, whole: true };
  }

  async function claimWhole(turnId: string, epoch: number): Promise<{ claimed: Claim; kept: LogContent | null }> {
    try {
      const claimed = await claimLog(redis, turnId, epoch);
      return { claimed, kept: claimed.status !== 'claimed' || claimed.seq === 0 ? null : await readWhole(redis, turnId) };
    } catch (cause) {
      throw new RequestError('server.storage-unavailable', { detail: 'Redis cannot be asked for the log of a turn.', cause });
    }
  }

  /** One at a time for each turn, so that two callers cannot both open it. */
  function inTurn<Value>(turnId: string, work: () => Promise<Value>): Promise<Value> {
    const before = acquiring.get(turnId) ?? Promise.resolve();
    const mine = before.then(work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    acquiring.set(turnId, settled);
    void settled.then(() => {
      if (acquiring.get(turnId) === settled) acquiring.delete(turnId);
    });
    return mine;
  }

  function writerOf(log: OwnedLog, epoch: number): LogWriter {
    function append(event: TurnEvent): number {
      if (log.epoch !== epoch) throw stale(`epoch ${epoch} was taken over by ${log.epoch}`);
      if (log.endedAt !== null || owned.get(log.turnId) !== log) throw stale('the log has ended, or is written elsewhere');
      const seq = log.tail.append((next) => encodeTurnEvent(next, event));
      flusher.touched(log);
      return seq;
    }
    return {
      turnId: log.turnId,
      epoch,
      append,
      async flush() {
        if (log.epoch !== epoch || log.released) throw stale('the turn was taken over');
        await flusher.flush(log);
      },
      async finalize(event) {
        append(event);
        log.endedAt = now();
        log.tail.end('ended');
        lingering.add(log);
        await flusher.flush(log);
      },
    };
  }

  return {
    acquire: (turnId, epoch) => inTurn(turnId, () => acquire(turnId, epoch)),
    takeOver: (turnId, epoch) => inTurn(turnId, () => takeOver(turnId, epoch)),
    read(turnId, cursor, reader) {
      lingering.sweep();
      const slot = createReaderSlot(reader, cursor);
      const log = owned.get(turnId);
      if (log === undefined) followers.follow(turnId, slot);
      else log.take(slot);
      return slot.stop;
    },
    async recover(turnId) {
      const log = owned.get(turnId);
      if (log === undefined) {
        const kept = await readWhole(redis, turnId);
        return kept === null || kept.ended ? [] : decodeLines(kept.lines);
      }
      if (log.endedAt !== null) return [];
      await flusher.flush(log);
      const text = log.tail.textAfter(0);
      return text === '' ? [] : decodeLines(text.split('\n'));
    },
    async delete(turnId) {
      const log = owned.get(turnId);
      if (log !== undefined) {
        drop(log);
        log.tail.end('gone');
      }
      followers.gone(turnId);
      await deleteLog(redis, turnId);
    },
    durable() {
      const before = performance.now() - safeWithin;
      for (const { endedAt, unsafeSince } of owned.values())
        if (endedAt === null && unsafeSince !== null && (unsafeSince < before || !redis.healthy())) return false;
      return true;
    },
    stats() {
      const others = followers.stats();
      let { bytes } = others;
      for (const log of owned.values()) bytes += log.tail.bytes;
      return { logs: owned.size + others.logs, bytes };
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stopListening();
      lingering.stop();
      followers.close();
      for (const log of owned.values()) log.tail.end('gone');
      const saving = [...owned.values()].map((log) => flusher.flush(log));
      for (const result of await Promise.allSettled(saving))
        if (result.status === 'rejected') onError(result.reason, 'A turn log was not saved at the end.');
      flusher.close();
      owned.clear();
    },
  };
}
