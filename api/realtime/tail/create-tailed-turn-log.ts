import { decodeTurnEvent, encodeTurnEvent } from '@parley/chat-core';
import { RequestError, limits, type TurnEvent } from '@parley/contracts';
import type { LogReader, LogWriter, TurnLog } from '../ports.ts';
import { createLingering } from './lingering.ts';
import { createTurnTail } from './turn-tail.ts';
import type { HeldLog, TurnStore } from './turn-store.ts';

export interface TailedTurnLogOptions {
  readonly store: TurnStore;
  readonly now: () => number;
  /** Hears of readers that threw and of logs that could not be removed from the store. */
  readonly onError: (error: unknown, what: string) => void;
  /** How long a finished log can still be read, in ms, and how many bytes finished logs may hold. For tests. */
  readonly linger?: number;
  readonly lingerBytes?: number;
}

const stale = (detail: string): RequestError => new RequestError('turn.stale-epoch', { detail });

function decodeLines(lines: readonly string[]): TurnEvent[] {
  return lines.map((line) => decodeTurnEvent(line).event);
}

function linesOf({ tail }: HeldLog): string[] {
  const text = tail.textAfter(0);
  return text === '' ? [] : text.split('\n');
}

/** Lines before the first hole: what a reader could be given without a gap. */
function beforeHole(lines: readonly string[]): readonly string[] {
  const hole = lines.findIndex((line, index) => Number.parseInt(line, 10) !== index + 1);
  return hole === -1 ? lines : lines.slice(0, hole);
}

/** A `TurnLog` whose readers are served from memory and whose durability is the store's business. */
export function createTailedTurnLog(options: TailedTurnLogOptions): TurnLog {
  const { store, now, onError } = options;
  const logs = new Map<string, HeldLog>();
  const lingering = createLingering({
    now,
    linger: options.linger ?? limits.turnLogLinger,
    bytes: options.lingerBytes ?? limits.turnLogLingerBytes,
    onExpired: forgetAll,
  });

  function forgetAll(expired: readonly HeldLog[]): void {
    for (const log of expired) {
      logs.delete(log.turnId);
      log.tail.end('gone');
    }
    store.release(expired.map((log) => log.turnId)).catch((error: unknown) => onError(error, 'A finished turn log stays on disk.'));
  }

  function open(turnId: string, epoch: number): HeldLog {
    const leftover = store.leftover(turnId);
    if (leftover !== null && epoch < leftover.epoch) throw stale(`epoch ${epoch} is below ${leftover.epoch}`);
    const tail = createTurnTail((error) => onError(error, 'A reader of a turn log failed and was dropped.'));
    if (leftover !== null) tail.restore(beforeHole(leftover.lines));
    const log = { turnId, tail, epoch, endedAt: null };
    logs.set(turnId, log);
    return log;
  }

  function writerOf(log: HeldLog, epoch: number): LogWriter {
    function append(event: TurnEvent): number {
      if (log.epoch !== epoch) throw stale(`epoch ${epoch} was taken over by ${log.epoch}`);
      if (log.endedAt !== null || logs.get(log.turnId) !== log) throw stale('the log has ended');
      const seq = log.tail.append((next) => encodeTurnEvent(next, event));
      store.touched(log);
      return seq;
    }
    return {
      turnId: log.turnId,
      epoch,
      append,
      flush: () => store.flush(log),
      async finalize(event) {
        append(event);
        log.endedAt = now();
        log.tail.end('ended');
        lingering.add(log);
        await store.flush(log);
      },
    };
  }

  function acquire(turnId: string, epoch: number): LogWriter {
    const log = logs.get(turnId) ?? open(turnId, epoch);
    if (epoch < log.epoch) throw stale(`epoch ${epoch} is below ${log.epoch}`);
    if (log.endedAt !== null) throw stale('the log has ended');
    log.epoch = epoch;
    return writerOf(log, epoch);
  }

  return {
    acquire: async (turnId, epoch) => acquire(turnId, epoch),
    async takeOver(turnId, epoch) {
      const held = logs.get(turnId);
      const lines = held === undefined ? (store.leftover(turnId)?.lines ?? []) : linesOf(held);
      const events = decodeLines(lines);
      const writer = acquire(turnId, epoch);
      return { writer, events, whole: logs.get(turnId)?.tail.seq === events.length };
    },
    read(turnId, cursor, reader: LogReader) {
      lingering.sweep();
      const log = logs.get(turnId);
      if (log !== undefined) return log.tail.read(cursor, reader);
      reader.onEnd('gone');
      return () => undefined;
    },
    async recover(turnId) {
      const log = logs.get(turnId);
      if (log === undefined) return decodeLines(store.leftover(turnId)?.lines ?? []);
      if (log.endedAt !== null) return [];
      await store.flush(log);
      return decodeLines(linesOf(log));
    },
    async delete(turnId) {
      const log = logs.get(turnId);
      if (log !== undefined) {
        logs.delete(turnId);
        lingering.remove(log);
        log.tail.end('gone');
      }
      await store.release([turnId]);
    },
    durable: () => true,
    answering: () => store.alive?.() ?? true,
    stats() {
      let bytes = 0;
      for (const log of logs.values()) bytes += log.tail.bytes;
      return { logs: logs.size, bytes };
    },
    async [Symbol.asyncDispose]() {
      lingering.stop();
      for (const log of logs.values()) log.tail.end('gone');
      await store.close();
      logs.clear();
    },
  };
}
