import { describe, expect, test } from 'vitest';
import type { TurnEvent } from '@parley/contracts';
import { decodeTurnEvent } from '@parley/chat-core';
import type { LogEntry, LogWriter, TurnLog } from '../ports.ts';

interface TurnLogOptions {
  readonly now: () => number;
  readonly linger?: number;
  readonly lingerBytes?: number;
}

interface TurnLogContract {
  /** An empty log store. The suite disposes of it. */
  create(options: TurnLogOptions): Promise<TurnLog>;
}

export const turnEnd = { type: 'turn-end', status: 'done', stopReason: 'end' } as const satisfies TurnEvent;

/** Event number `index` of a scripted answer with the awkward characters of real ones. */
export function scriptedEvent(index: number): TurnEvent {
  if (index === 0) return { type: 'turn-start', answerId: 'a', model: { endpoint: 'demo', id: 'demo' } };
  if (index % 50 === 1) return { type: 'text-start', part: `p${index}` };
  const words = ['word', ' "quoted"\n', ' 𝄞', ' \u2028é', '', '\ud83d', '\\'];
  return { type: 'text-delta', part: 'p1', delta: `${words[index % words.length]}${index}` };
}

/** A reader that keeps what it is told, in order, and fails on a gap or a repeat. */
export function collector(cursor = 0): {
  readonly entries: LogEntry[];
  readonly notes: string[];
  onEntries(entries: readonly LogEntry[]): void;
  onCaughtUp(): void;
  onEnd(reason: string): void;
} {
  const entries: LogEntry[] = [];
  const notes: string[] = [];
  return {
    entries,
    notes,
    onEntries(more) {
      expect(notes.some((note) => note !== 'caught-up')).toBe(false);
      for (const entry of more) {
        expect(entry.seq).toBe(cursor + entries.length + 1);
        entries.push(entry);
      }
    },
    onCaughtUp: () => void notes.push('caught-up'),
    onEnd: (reason) => void notes.push(reason),
  };
}

const fill = (writer: LogWriter, from: number, to: number): void => {
  for (let index = from; index < to; index += 1) writer.append(scriptedEvent(index));
};

const eventually = async (condition: () => boolean): Promise<void> => {
  const deadline = performance.now() + 5_000;
  while (!condition() && performance.now() < deadline) await new Promise(setImmediate);
  expect(condition()).toBe(true);
};

/** What every turn log promises. */
export function describeTurnLog(name: string, contract: TurnLogContract): void {
  const create = (options: Partial<TurnLogOptions> = {}): Promise<TurnLog> => contract.create({ now: () => 0, ...options });

  describe(`turn log: ${name}`, () => {
    test('numbers events 1, 2, 3 and gives them back as they were', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const reader = collector();
      log.read('t', 0, reader);
      expect([0, 1, 2].map((index) => writer.append(scriptedEvent(index)))).toEqual([1, 2, 3]);
      await eventually(() => reader.entries.length === 3);
      expect(reader.entries.map((entry) => decodeTurnEvent(entry.encoded))).toEqual(
        [0, 1, 2].map((index) => ({ seq: index + 1, event: scriptedEvent(index) })),
      );
    });

    test('resumes from every cursor with the identical rest', async () => {
      await using log = await create();
      const total = 700;
      const writer = await log.acquire('t', 1);
      fill(writer, 0, total - 1);
      await writer.finalize(turnEnd);
      const whole = collector();
      log.read('t', 0, whole);
      await eventually(() => whole.notes.includes('ended'));
      expect(whole.entries).toHaveLength(total);
      for (let cursor = 0; cursor <= total; cursor += 1) {
        const rest = collector(cursor);
        log.read('t', cursor, rest);
        await eventually(() => rest.notes.includes('ended'));
        expect(rest.entries).toEqual(whole.entries.slice(cursor));
      }
    });

    test('cuts over from backfill to live without gap or repeat while the turn goes on', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const readers: ReturnType<typeof collector>[] = [];
      for (let index = 0; index < 1200; index += 1) {
        writer.append(scriptedEvent(index));
        if (index % 37 === 0) {
          const cursor = (index * 7) % (index + 1);
          const reader = collector(cursor);
          log.read('t', cursor, reader);
          readers.push(reader);
        }
        if (index % 100 === 0) await new Promise(setImmediate);
      }
      await writer.finalize(turnEnd);
      for (const reader of readers) {
        await eventually(() => reader.notes.includes('ended'));
        expect(reader.notes).toEqual(['caught-up', 'ended']);
        expect(reader.entries.at(-1)!.seq).toBe(1201);
      }
    });

    test('delivers in order to a reader that appends or leaves from inside its callback', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const first = collector();
      const other = collector();
      log.read('t', 0, {
        ...first,
        onEntries(entries) {
          first.onEntries(entries);
          if (first.entries.length < 300) writer.append(scriptedEvent(first.entries.length));
        },
      });
      log.read('t', 0, other);
      const leaving = collector();
      const leave = log.read('t', 0, {
        ...leaving,
        onEntries(entries) {
          leaving.onEntries(entries);
          leave();
        },
      });
      writer.append(scriptedEvent(0));
      await eventually(() => other.entries.length === 300);
      expect(other.entries).toEqual(first.entries);
      await eventually(() => leaving.entries.length > 0);
      const seen = leaving.entries.length;
      writer.append(scriptedEvent(301));
      await eventually(() => other.entries.length === 301);
      expect(leaving.entries).toHaveLength(seen);
    });

    test('a stopped reader hears nothing more, not even the end', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const reader = collector();
      log.read('t', 0, reader)();
      fill(writer, 0, 3);
      await writer.finalize(turnEnd);
      expect(reader.entries).toEqual([]);
      expect(reader.notes.filter((note) => note !== 'caught-up')).toEqual([]);
    });

    test('a reader that has enough leaves by saying so, and reads on later from where it was', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      fill(writer, 0, 1000);
      await writer.flush();
      const calls: number[] = [];
      const notes: string[] = [];
      const first = collector();
      log.read('t', 0, {
        onEntries(entries) {
          first.onEntries(entries);
          calls.push(entries.length);
          return false;
        },
        onCaughtUp: () => void notes.push('caught-up'),
        onEnd: (reason) => void notes.push(reason),
      });
      await eventually(() => calls.length > 0);
      const second = collector(first.entries.length);
      log.read('t', first.entries.length, second);
      await writer.finalize(turnEnd);
      await eventually(() => second.notes.includes('ended'));
      expect(calls).toHaveLength(1);
      expect(notes).toEqual([]);
      expect(first.entries.length + second.entries.length).toBe(1001);
    });

    test('a reader ahead of the log waits for what follows its cursor', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      fill(writer, 0, 2);
      const reader = collector(5);
      log.read('t', 5, reader);
      fill(writer, 2, 8);
      await eventually(() => reader.entries.length === 3);
      expect(reader.entries[0]!.seq).toBe(6);
    });

    test('an unknown turn is gone', async () => {
      await using log = await create();
      const reader = collector();
      log.read('nobody', 0, reader);
      await eventually(() => reader.notes.length > 0);
      expect(reader.notes).toEqual(['gone']);
    });

    test('a deleted log ends its readers as gone and refuses its writer', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      fill(writer, 0, 3);
      const live = collector();
      log.read('t', 0, live);
      await log.delete('t');
      await eventually(() => live.notes.includes('gone'));
      expect(() => writer.append(scriptedEvent(3))).toThrow(expect.objectContaining({ code: 'turn.stale-epoch' }));
      expect(await log.recover('t')).toEqual([]);
      const late = collector();
      log.read('t', 0, late);
      await eventually(() => late.notes.length > 0);
      expect(late.notes).toEqual(['gone']);
      await log.delete('t');
      expect(log.stats()).toEqual({ logs: 0, bytes: 0 });
    });

    test('fences a writer whose turn was taken over', async () => {
      await using log = await create();
      const old = await log.acquire('t', 1);
      old.append(scriptedEvent(0));
      const next = await log.acquire('t', 2);
      expect(() => old.append(scriptedEvent(1))).toThrow(expect.objectContaining({ code: 'turn.stale-epoch' }));
      await expect(old.finalize(turnEnd)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
      await expect(log.acquire('t', 1)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
      expect(next.append(scriptedEvent(1))).toBe(2);
    });

    test('who takes a log over gets what is in it, goes on behind it, and its readers read on', async () => {
      await using log = await create();
      const old = await log.acquire('t', 1);
      fill(old, 0, 3);
      const live = collector();
      log.read('t', 0, live);
      await eventually(() => live.entries.length === 3);
      await old.flush();
      const { writer, events, whole } = await log.takeOver('t', 2);
      expect({ events, whole }).toEqual({ events: [0, 1, 2].map(scriptedEvent), whole: true });
      expect(() => old.append(scriptedEvent(9))).toThrow(expect.objectContaining({ code: 'turn.stale-epoch' }));
      await expect(log.takeOver('t', 1)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
      expect(writer.append(scriptedEvent(3))).toBe(4);
      await writer.finalize(turnEnd);
      await eventually(() => live.notes.includes('ended'));
      expect(live.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      await expect(log.takeOver('t', 3)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
    });

    test('a log that never was is taken over as an empty one', async () => {
      await using log = await create();
      const { writer, events, whole } = await log.takeOver('t', 2);
      expect({ events, whole }).toEqual({ events: [], whole: true });
      expect(writer.append(scriptedEvent(0))).toBe(1);
    });

    test('finalize ends the readers, late ones too, and refuses more', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const live = collector();
      log.read('t', 0, live);
      fill(writer, 0, 2);
      await writer.finalize(turnEnd);
      const late = collector(1);
      log.read('t', 1, late);
      await eventually(() => late.notes.includes('ended') && live.notes.includes('ended'));
      expect(live.entries).toHaveLength(3);
      expect(late.entries).toEqual(live.entries.slice(1));
      expect(decodeTurnEvent(live.entries[2]!.encoded).event).toEqual(turnEnd);
      expect(() => writer.append(scriptedEvent(3))).toThrow(expect.objectContaining({ code: 'turn.stale-epoch' }));
      await expect(log.acquire('t', 2)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
    });

    test('a finished log lingers, then is gone', async () => {
      let time = 0;
      await using log = await create({ now: () => time, linger: 300_000 });
      const writer = await log.acquire('t', 1);
      await writer.finalize(turnEnd);
      const running = await log.acquire('u', 1);
      running.append(scriptedEvent(0));
      time = 299_999;
      const inTime = collector();
      log.read('t', 0, inTime);
      await eventually(() => inTime.notes.includes('ended'));
      time = 300_000;
      const tooLate = collector();
      log.read('t', 0, tooLate);
      await eventually(() => tooLate.notes.includes('gone'));
      const other = collector();
      log.read('u', 0, other);
      await eventually(() => other.entries.length === 1);
      expect(log.stats().logs).toBe(1);
    });

    test('finished logs go early, oldest first, when together they are too large', async () => {
      await using log = await create({ lingerBytes: 10_000 });
      for (const turnId of ['a', 'b', 'c']) {
        const writer = await log.acquire(turnId, 1);
        writer.append({ type: 'text-delta', part: 'p', delta: 'x'.repeat(4_000) });
        await writer.finalize(turnEnd);
      }
      const oldest = collector();
      log.read('a', 0, oldest);
      await eventually(() => oldest.notes.includes('gone'));
      const newest = collector();
      log.read('c', 0, newest);
      await eventually(() => newest.notes.includes('ended'));
    });

    test('recovers what has not been finalized, in order', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      fill(writer, 0, 600);
      await writer.flush();
      expect(await log.recover('t')).toEqual(Array.from({ length: 600 }, (_, index) => scriptedEvent(index)));
      await writer.finalize(turnEnd);
      expect(await log.recover('t')).toEqual([]);
      expect(await log.recover('nobody')).toEqual([]);
    });

    test('holds a large answer without copying it again and again', async () => {
      await using log = await create();
      const writer = await log.acquire('t', 1);
      const reader = collector();
      let last = 0;
      log.read('t', 0, { ...reader, onEntries: (entries) => void (last = entries.at(-1)!.seq) });
      const started = performance.now();
      for (let index = 0; index < 100_000; index += 1) writer.append({ type: 'text-delta', part: 'p1', delta: ' token' });
      await eventually(() => last === 100_000);
      expect(performance.now() - started).toBeLessThan(5_000);
      expect(log.stats().bytes).toBeLessThan(100_000 * 45);
    });
  });
}
