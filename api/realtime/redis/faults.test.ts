import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RedisServer } from '@parley/test-kit';
import { collector, scriptedEvent, turnEnd } from '../contract/turn-log-contract.ts';
import type { LogWriter, TurnLog } from '../ports.ts';
import { redisConfig } from './__fixtures__/redis-config.ts';
import { keepingLogger, redisNodes } from './__fixtures__/redis-nodes.ts';
import { createRedisBus } from './create-redis-bus.ts';
import { createRedisTurnLog } from './create-redis-turn-log.ts';
import { linkOpener } from './open-link.ts';
import type { Redis } from './redis.ts';

const nodes = await redisNodes({ own: true });

interface Node {
  readonly redis: Redis;
  readonly log: TurnLog;
  readonly lines: readonly string[];
}

async function node(): Promise<Node> {
  const logger = keepingLogger();
  const redis = await nodes.connect(logger);
  const log = createRedisTurnLog({ redis, logger, grace: 300 });
  nodes.closeLater(log);
  return { redis, log, lines: logger.lines };
}

/** A model that never rests, whatever happens around it. */
function talk(writer: LogWriter): { readonly said: () => number; stop(): void } {
  let said = 0;
  const timer = setInterval(() => void (said = writer.append(scriptedEvent(said))), 5);
  return { said: () => said, stop: () => clearInterval(timer) };
}

const whenHealthy = (redis: Redis, healthy: boolean): Promise<void> => expect.poll(redis.healthy, { timeout: 10_000 }).toBe(healthy);

/** As an operator would with a command line. */
async function tell(...command: readonly string[]): Promise<void> {
  const link = await linkOpener(redisConfig(nodes.server!.uri))(() => undefined);
  await link.send(null, command);
  link.destroy();
}
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(nodes.server === null)('Redis in trouble', () => {
  const { process: own } = nodes.server as RedisServer;
  const server = own!;
  let [a, b]: Node[] = [];
  let near = collector();
  let far = collector();
  let writer: LogWriter;

  beforeEach(async () => {
    [a, b] = [await node(), await node()];
    [near, far] = [collector(), collector()];
    writer = await a.log.acquire('t', 1);
    a.log.read('t', 0, near);
    b.log.read('t', 0, far);
  });
  afterEach(async () => {
    server.resume();
  });

  /** Ends the turn; everybody, and a node that knew nothing of it, has the whole text. */
  async function endAndCompare(total: number): Promise<void> {
    await expect.poll(() => far.entries.length, { timeout: 10_000 }).toBe(total);
    await writer.flush();
    const c = await node();
    expect(await c.log.recover('t')).toHaveLength(total);
    await writer.finalize(turnEnd);
    await expect.poll(() => far.notes, { timeout: 10_000 }).toEqual(['caught-up', 'ended']);
    expect(near.notes).toEqual(['caught-up', 'ended']);
    expect(far.entries).toEqual(near.entries);
    const late = collector();
    c.log.read('t', 0, late);
    await expect.poll(() => late.notes).toEqual(['caught-up', 'ended']);
    expect(late.entries).toEqual(near.entries);
    expect(near.entries).toHaveLength(total + 1);
  }

  test('killed and started again in the middle of a turn', async () => {
    const talker = talk(writer);
    await expect.poll(() => far.entries.length).toBeGreaterThan(20);
    expect(a!.log.durable()).toBe(true);
    await server.kill();
    const before = near.entries.length;
    await expect.poll(() => near.entries.length).toBeGreaterThan(before + 50);
    expect(a!.log.durable()).toBe(false);
    await expect(writer.flush()).rejects.toThrow();
    await server.start();
    await whenHealthy(a!.redis, true);
    await expect.poll(() => a!.log.durable(), { timeout: 5_000 }).toBe(true);
    talker.stop();
    await endAndCompare(talker.said());
    expect(a!.lines).toHaveLength(2);
    expect(a!.lines).toEqual([expect.stringContaining('error: Redis is away'), 'info: Redis is back.']);
  });

  test('killed, and empty when it is back, also for turns that said nothing since', async () => {
    const silent = await a!.log.acquire('silent', 1);
    for (let index = 0; index < 500; index += 1) silent.append(scriptedEvent(index));
    await silent.flush();
    const talker = talk(writer);
    await expect.poll(() => far.entries.length).toBeGreaterThan(20);
    await tell('FLUSHALL');
    await server.kill();
    await server.start();
    await whenHealthy(a!.redis, true);
    talker.stop();
    await endAndCompare(talker.said());
    expect(await b!.log.recover('silent')).toHaveLength(500);
  });

  test('emptied under a turn that goes on', async () => {
    const talker = talk(writer);
    await expect.poll(() => far.entries.length).toBeGreaterThan(20);
    for (let time = 0; time < 3; time += 1) {
      await tell('FLUSHALL');
      await rest(50);
    }
    talker.stop();
    await endAndCompare(talker.said());
  });

  test('held up for a moment, and for longer than anybody waits', async () => {
    const talker = talk(writer);
    await expect.poll(() => far.entries.length).toBeGreaterThan(20);
    server.pause();
    await rest(1_000);
    expect(a!.log.durable()).toBe(false);
    server.resume();
    await expect.poll(() => a!.log.durable()).toBe(true);
    expect(a!.redis.healthy()).toBe(true);
    server.pause();
    await whenHealthy(a!.redis, false);
    server.resume();
    await whenHealthy(a!.redis, true);
    await whenHealthy(b!.redis, true);
    talker.stop();
    await endAndCompare(talker.said());
  });

  test('full: said once, and written when there is room again', async () => {
    await tell('CONFIG', 'SET', 'maxmemory', '100kb');
    for (let index = 0; index < 100; index += 1) writer.append(scriptedEvent(index));
    await expect(writer.flush()).rejects.toThrow(/OOM/);
    writer.append(scriptedEvent(100));
    await rest(1_200);
    expect(near.entries).toHaveLength(101);
    expect(a!.log.durable()).toBe(false);
    expect(a!.lines).toEqual([expect.stringContaining('error: Redis is full (maxmemory)')]);
    await tell('CONFIG', 'SET', 'maxmemory', '0');
    await endAndCompare(101);
    expect(a!.lines.at(-1)).toBe('info: Redis keeps running answers again.');
  });

  test('away from before a turn begins until after it ended', async () => {
    await server.kill();
    await whenHealthy(a!.redis, false);
    const unseen = await a!.log.acquire('u', 1);
    const [here, there] = [collector(), collector()];
    a!.log.read('u', 0, here);
    b!.log.read('u', 0, there);
    for (let index = 0; index < 10; index += 1) unseen.append(scriptedEvent(index));
    expect(a!.log.durable()).toBe(false);
    await expect(unseen.finalize(turnEnd)).rejects.toThrow();
    expect(here.notes).toEqual(['caught-up', 'ended']);
    await server.start();
    await expect.poll(() => there.notes, { timeout: 10_000 }).toEqual(['caught-up', 'ended']);
    expect(there.entries).toEqual(here.entries);
  });

  test('the bus serves its own node meanwhile, says so once, and reaches the others again', async () => {
    const loggers = [keepingLogger(), keepingLogger()];
    const [one, two] = [a!, b!].map(({ redis }, index) => createRedisBus({ redis, logger: loggers[index]!, node: String(index) }));
    const heard: string[] = [];
    one!.subscribe('x', () => heard.push('one'));
    two!.subscribe('x', () => heard.push('two'));
    await server.kill();
    await whenHealthy(a!.redis, false);
    one!.publish('x', { kind: 'stop' });
    one!.publish('x', { kind: 'stop' });
    await expect.poll(() => heard).toEqual(['one', 'one']);
    await server.start();
    await whenHealthy(a!.redis, true);
    await whenHealthy(b!.redis, true);
    one!.publish('x', { kind: 'stop' });
    await expect.poll(() => heard).toEqual(['one', 'one', 'one', 'two']);
    expect(loggers[0]!.lines).toEqual([expect.stringContaining('error: The bus does not reach other nodes')]);
  });
});
