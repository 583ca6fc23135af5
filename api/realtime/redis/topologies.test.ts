import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findTool, freePort, startRedis, startServerProcess } from '@parley/test-kit';
import { silentLogger } from '../../logger.ts';
import { collector, scriptedEvent, turnEnd } from '../contract/turn-log-contract.ts';
import type { RedisConfig } from '../../config/stores.ts';
import { redisConfig } from './__fixtures__/redis-config.ts';
import { connectRedis } from './connect-redis.ts';
import { createRedisBus } from './create-redis-bus.ts';
import { createRedisTurnLog } from './create-redis-turn-log.ts';
import { linkOpener } from './open-link.ts';
import type { Redis } from './redis.ts';

const clusterArgs = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', String(await freePort())];
const alone = await startRedis({ args: clusterArgs });
const masters = alone && [await startRedis({ own: true }), await startRedis({ own: true })];
const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  for (const server of [alone, ...(masters ?? [])]) await server?.[Symbol.asyncDispose]();
});

async function connect(config: RedisConfig): Promise<Redis> {
  const redis = await connectRedis(config, { logger: silentLogger });
  closing.push(async () => redis[Symbol.asyncDispose]());
  return redis;
}

/** Two nodes, of which one runs a turn and the other reads it, and a hint between them. */
async function chat(first: Redis, second: Redis, turnId: string): Promise<void> {
  const [here, there] = [first, second].map((redis) => createRedisTurnLog({ redis, logger: silentLogger }));
  const [near, far] = [first, second].map((redis, index) => createRedisBus({ redis, logger: silentLogger, node: String(index) }));
  const reader = collector();
  const writer = await here!.acquire(turnId, 1);
  writer.append(scriptedEvent(0));
  there!.read(turnId, 0, reader);
  await expect.poll(() => reader.entries.length).toBe(1);
  for (let index = 1; index < 20; index += 1) writer.append(scriptedEvent(index));
  await writer.finalize(turnEnd);
  await expect.poll(() => reader.notes).toEqual(['caught-up', 'ended']);
  expect(reader.entries).toHaveLength(21);
  let heard = 0;
  far!.subscribe('x', () => void (heard += 1));
  await expect.poll(() => (near!.publish('x', { kind: 'stop' }), heard)).toBeGreaterThan(0);
  for (const each of [here!, there!, near!, far!]) await each[Symbol.asyncDispose]();
}

describe.skipIf(alone === null)('Redis that is more than one server', () => {
  test('a cluster, whose keys of one turn share a slot', async () => {
    const single = await linkOpener(redisConfig(alone!.uri))(() => undefined);
    await single.send(null, ['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
    await expect.poll(() => single.send(null, ['CLUSTER', 'INFO']), { timeout: 10_000 }).toContain('cluster_state:ok');
    single.destroy();
    const config = redisConfig(alone!.uri, { kind: 'cluster' });
    const [first, second] = [await connect(config), await connect(config)];
    for (const turnId of ['a', 'b', 'c']) await chat(first, second, turnId);
    await alone!.process!.kill();
    await expect.poll(first.healthy, { timeout: 10_000 }).toBe(false);
    await alone!.process!.start();
    await expect.poll(() => first.healthy() && second.healthy(), { timeout: 15_000 }).toBe(true);
    await chat(first, second, 'd');
  });

  test('a master that sentinels find, also after it moved', async () => {
    const [ports, folder] = [masters!.map((each) => each!.process!.port), await mkdtemp(path.join(tmpdir(), 'parley-sentinel-'))];
    const file = path.join(folder, 'sentinel.conf');
    await writeFile(file, `bind 127.0.0.1\ndir ${folder}\nsentinel monitor main 127.0.0.1 ${ports[0]} 1\n`);
    const sentinel = await startServerProcess({
      name: 'a sentinel',
      command: findTool('redis-server', 'redis-server')!,
      args: (port) => [file, '--port', String(port), '--sentinel'],
    });
    closing.push(() => rm(folder, { recursive: true, force: true }), sentinel.stop);
    const asked = `redis://127.0.0.1:${sentinel.port}`;
    const config = redisConfig(`redis://127.0.0.1:1`, { kind: 'sentinel', urls: ['redis://127.0.0.1:1', asked], master: 'main' });
    const redis = await connect(config);
    await redis.command('SET', 'where', 'first');
    const link = await linkOpener(redisConfig(asked))(() => undefined);
    for (const command of ['REMOVE main', `MONITOR main 127.0.0.1 ${ports[1]} 1`])
      await link.send(null, ['SENTINEL', ...command.split(' ')]);
    link.destroy();
    await masters![0]!.process!.kill();
    await expect.poll(redis.healthy).toBe(false);
    await expect.poll(redis.healthy, { timeout: 10_000 }).toBe(true);
    expect(await redis.command('GET', 'where')).toBeNull();
    await expect(connect({ ...config, master: 'nobody' })).rejects.toThrow(/knows no master of the name nobody/);
  });
});
