import { describe, expect, test } from 'vitest';
import { encodeTurnEvent } from '@parley/chat-core';
import { seededRandom } from '@parley/test-kit';
import { silentLogger } from '../../logger.ts';
import { collector, scriptedEvent, turnEnd } from '../contract/turn-log-contract.ts';
import type { BusMessage, LogWriter, TurnLog } from '../ports.ts';
import { redisNodes } from './__fixtures__/redis-nodes.ts';
import { createRedisBus } from './create-redis-bus.ts';
import { createRedisTurnLog } from './create-redis-turn-log.ts';
import { defineScript, type Redis } from './redis.ts';
import { turnChannel } from './turn-scripts.ts';

const nodes = await redisNodes();

async function node(): Promise<{ redis: Redis; log: TurnLog }> {
  const redis = await nodes.connect();
  const log = createRedisTurnLog({ redis, logger: silentLogger, grace: 300 });
  nodes.closeLater(log);
  return { redis, log };
}

const fill = (writer: LogWriter, from: number, to: number): void => {
  for (let index = from; index < to; index += 1) writer.append(scriptedEvent(index));
};

const subscribers = defineScript(`return redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]`);
const numSub = (redis: Redis, channel: string): Promise<unknown> => redis.script(subscribers, [channel], [redis.named(channel)]);

const stale = expect.objectContaining({ code: 'turn.stale-epoch' }) as unknown;

describe.skipIf(nodes.server === null)('two nodes on one Redis', () => {
  test('readers that come at random moments with random cursors all read the same', async () => {
    const [{ log: a }, { log: b }] = [await node(), await node()];
    const random = seededRandom(5);
    const writer = await a.acquire('t', 1);
    const readers = new Set<ReturnType<typeof collector>>();
    for (let index = 0; index < 600; index += 1) {
      writer.append(scriptedEvent(index));
      if (random() < 0.2) {
        const cursor = Math.floor(random() * (index + 2));
        const reader = collector(cursor);
        const stop = (random() < 0.5 ? a : b).read('t', cursor, reader);
        if (random() < 0.2) stop();
        else readers.add(reader);
      }
      if (random() < 0.1) await new Promise((resolve) => setTimeout(resolve, random() * 20));
    }
    await writer.finalize(turnEnd);
    const whole = collector();
    b.read('t', 0, whole);
    await expect.poll(() => [...readers, whole].every((reader) => reader.notes.includes('ended')), { timeout: 5_000 }).toBe(true);
    expect(whole.entries).toHaveLength(601);
    for (const reader of readers) {
      expect(reader.notes).toEqual(['caught-up', 'ended']);
      expect(reader.entries).toEqual(whole.entries.slice(601 - reader.entries.length));
    }
    expect(b.stats()).toEqual({ logs: 0, bytes: 0 });
  });

  test('a turn costs one subscription a node however many read it, and none when nobody does', async () => {
    const [{ redis, log: a }, { log: b }, { log: c }] = [await node(), await node(), await node()];
    const writer = await a.acquire('t', 1);
    fill(writer, 0, 10);
    const stops = [a, b, b, b, c, c].map((log) => log.read('t', 0, collector()));
    await expect.poll(() => numSub(redis, turnChannel('t'))).toBe(2);
    for (const stop of stops.slice(0, 3)) stop();
    await expect.poll(() => b.stats().bytes).toBeGreaterThan(0);
    expect(await numSub(redis, turnChannel('t'))).toBe(2);
    for (const stop of stops) stop();
    await expect.poll(() => numSub(redis, turnChannel('t'))).toBe(0);
    expect(b.stats()).toEqual({ logs: 0, bytes: 0 });
  });

  test('another node takes the turn over: the text goes on, and the former owner is refused', async () => {
    const [{ log: a }, { log: b }, { log: c }] = [await node(), await node(), await node()];
    const old = await a.acquire('t', 1);
    fill(old, 0, 30);
    await old.flush();
    const [onA, onB, onC] = [collector(), collector(), collector(12)];
    a.read('t', 0, onA);
    b.read('t', 0, onB);
    c.read('t', 12, onC);
    const next = await b.acquire('t', 2);
    expect(await b.recover('t')).toHaveLength(30);
    expect(next.append(scriptedEvent(30))).toBe(31);
    await next.flush();
    await expect(a.acquire('t', 1)).rejects.toEqual(stale);
    expect(() => old.append(scriptedEvent(99))).toThrow(stale as Error);
    await expect(old.flush()).rejects.toEqual(stale);
    fill(next, 31, 60);
    await next.finalize(turnEnd);
    await expect.poll(() => [onA, onB, onC].map((reader) => reader.notes)).toEqual([1, 2, 3].map(() => ['caught-up', 'ended']));
    expect(onA.entries).toEqual(onB.entries);
    expect(onC.entries).toEqual(onB.entries.slice(12));
    expect(onB.entries).toHaveLength(61);
    expect(await a.recover('t')).toEqual([]);
  });

  test('a former owner that wakes is refused with its first write; who saw its last words there reads the message', async () => {
    const [{ log: a }, { log: b }] = [await node(), await node()];
    const old = await a.acquire('t', 1);
    fill(old, 0, 5);
    await old.flush();
    const next = await b.acquire('t', 2);
    next.append(scriptedEvent(5));
    await next.flush();
    const ahead = collector();
    a.read('t', 0, ahead);
    expect(old.append(scriptedEvent(77))).toBe(6);
    await expect(old.flush()).rejects.toEqual(stale);
    await expect.poll(() => ahead.notes).toEqual(['caught-up', 'gone']);
    expect(() => old.append(scriptedEvent(78))).toThrow(stale as Error);
    const late = collector();
    a.read('t', 0, late);
    await next.finalize(turnEnd);
    await expect.poll(() => late.notes).toEqual(['caught-up', 'ended']);
    expect(late.entries).toHaveLength(7);
    expect(late.entries[5]!.encoded).toBe(encodeTurnEvent(6, scriptedEvent(5)));
  });

  test('who saw words that died with their node reads from the beginning when another goes on', async () => {
    const [{ log: a }, { log: b }, { log: c }, { log: d }] = [await node(), await node(), await node(), await node()];
    // Five events are kept; a sixth and a seventh were shown at the former owner and never reached Redis.
    const old = await a.acquire('t', 1);
    fill(old, 0, 5);
    await old.flush();
    const readAt = (cursor: number) =>
      [b, c].map((log) => {
        const reader = collector(cursor);
        log.read('t', cursor, reader);
        return reader;
      });
    const [ahead, level] = [readAt(7), readAt(5)];
    await expect.poll(() => [...ahead, ...level].every(({ notes }) => notes.includes('caught-up'))).toBe(true);
    const { writer: next } = await b.takeOver('t', 2);
    fill(next, 5, 12);
    await next.finalize(turnEnd);
    await expect.poll(() => ahead.map(({ notes }) => notes)).toEqual([1, 2].map(() => ['caught-up', 'gone']));
    await expect.poll(() => level.map(({ notes }) => notes)).toEqual([1, 2].map(() => ['caught-up', 'ended']));
    expect(ahead.flatMap(({ entries }) => entries)).toEqual([]);
    const again = collector();
    d.read('t', 0, again);
    await expect.poll(() => again.notes).toEqual(['caught-up', 'ended']);
    expect(again.entries).toHaveLength(13);
  });

  test.each(['before', 'after'])(
    'a node that takes its own turn again goes on, though it hears that of a write under way %s',
    async (order) => {
      const { redis } = await node();
      const [claimed, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const seen = { claims: 0, writes: 0 };
      /** The first write reaches Redis after the second claim; the claim's answer comes before or after the write's. */
      const crossing: Redis = {
        ...redis,
        async script(script, keys, args) {
          if (args.length === 2 && ++seen.claims === 2) {
            const reply = await redis.script(script, keys, args);
            claimed.resolve();
            if (order === 'after') await answered.promise;
            return reply;
          }
          const isFirst = args.length === 8 && ++seen.writes === 1;
          if (isFirst) await claimed.promise;
          const reply = await redis.script(script, keys, args);
          if (isFirst) setTimeout(() => answered.resolve(), 5);
          return reply;
        },
      };
      const log = createRedisTurnLog({ redis: crossing, logger: silentLogger });
      nodes.closeLater(log);
      const before = await log.acquire('t', 1);
      fill(before, 0, 3);
      const saved = before.flush();
      const again = await log.acquire('t', 2);
      await saved;
      const reader = collector();
      log.read('t', 0, reader);
      expect(reader.entries).toHaveLength(3);
      fill(again, 3, 5);
      await again.finalize(turnEnd);
      expect(reader.notes).toEqual(['caught-up', 'ended']);
      const elsewhere = collector();
      (await node()).log.read('t', 0, elsewhere);
      await expect.poll(() => elsewhere.notes).toEqual(['caught-up', 'ended']);
      expect(elsewhere.entries).toEqual(reader.entries);
    },
  );

  test('a log that is deleted anywhere is gone everywhere, and its owner cannot bring it back', async () => {
    const [{ log: a }, { log: b }] = [await node(), await node()];
    const writer = await a.acquire('t', 1);
    fill(writer, 0, 5);
    await writer.flush();
    const [far, near] = [collector(), collector()];
    b.read('t', 0, far);
    a.read('t', 0, near);
    await expect.poll(() => far.entries.length).toBe(5);
    await b.delete('t');
    await expect.poll(() => far.notes).toEqual(['caught-up', 'gone']);
    fill(writer, 5, 6);
    await expect(writer.flush()).rejects.toEqual(stale);
    expect(await b.recover('t')).toEqual([]);
    const late = collector();
    b.read('t', 0, late);
    await expect.poll(() => late.notes).toEqual(['gone']);
    await expect.poll(() => near.notes.at(-1)).toBe('gone');
  });

  test('a reader may come before the owner', async () => {
    const [{ log: a }, { log: b }] = [await node(), await node()];
    const early = collector();
    b.read('t', 0, early);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const writer = await a.acquire('t', 1);
    fill(writer, 0, 3);
    await writer.finalize(turnEnd);
    await expect.poll(() => early.notes).toEqual(['caught-up', 'ended']);
    expect(early.entries).toHaveLength(4);
  });

  test('a message that is lost on the way is read from the stream', async () => {
    const redis = await nodes.connect();
    const writer = await (await node()).log.acquire('t', 1);
    const deaf: Redis = {
      ...redis,
      subscribe(channel, listener) {
        let count = 0;
        return redis.subscribe(channel, (message) => void ((count += 1) % 3 === 0 && listener(message)));
      },
    };
    const log = createRedisTurnLog({ redis: deaf, logger: silentLogger, verifyEvery: 100 });
    nodes.closeLater(log);
    const reader = collector();
    log.read('t', 0, reader);
    for (let index = 0; index < 40; index += 1) {
      fill(writer, index, index + 1);
      await writer.flush();
    }
    await writer.finalize(turnEnd);
    await expect.poll(() => reader.notes, { timeout: 5_000 }).toEqual(['caught-up', 'ended']);
    expect(reader.entries).toHaveLength(41);
  });

  test('a topic costs one subscription a node, and a node hears its own messages once', async () => {
    const [first, second] = [await nodes.connect(), await nodes.connect()];
    const [a, b] = [
      createRedisBus({ redis: first, logger: silentLogger, node: 'a' }),
      createRedisBus({ redis: second, logger: silentLogger, node: 'b' }),
    ];
    const heard: string[] = [];
    const listen = (bus: typeof a, name: string): (() => void) =>
      bus.subscribe('user:u', ({ kind }: BusMessage) => void heard.push(`${name} ${kind}`));
    const leaves = [listen(a, 'a1'), listen(a, 'a2'), listen(b, 'b1'), listen(b, 'b2')];
    await expect.poll(() => numSub(first, 'bus:user:u')).toBe(2);
    a.publish('user:u', { kind: 'stop' });
    await Promise.resolve();
    expect(heard).toEqual(['a1 stop', 'a2 stop']);
    await expect.poll(() => heard).toEqual(['a1 stop', 'a2 stop', 'b1 stop', 'b2 stop']);
    b.publish('user:u', { kind: 'session-ended' });
    await expect.poll(() => heard.slice(4).sort()).toEqual(['a1', 'a2', 'b1', 'b2'].map((name) => `${name} session-ended`));
    for (const leave of leaves) leave();
    await expect.poll(() => numSub(first, 'bus:user:u')).toBe(0);
    await a[Symbol.asyncDispose]();
    await b[Symbol.asyncDispose]();
  });
});
