import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMongo, type MongoServer } from '@parley/test-kit';
import { silentLogger } from '../../logger.ts';
import { describeCache } from '../contract/cache-contract.ts';
import { describeLease } from '../contract/lease-contract.ts';
import { describeRateLimit } from '../contract/rate-limit-contract.ts';
import { createMemoryRateLimit } from '../memory/create-memory-rate-limit.ts';
import { createMongoCache } from './create-mongo-cache.ts';
import { createMongoLease } from './create-mongo-lease.ts';
import { createMongoRateLimit } from './create-mongo-rate-limit.ts';

const server = await startMongo();

/** A value of a document whose times, at any depth, lie earlier. */
function aged(name: string, value: unknown, ms: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() - ms);
  if (typeof value === 'number' && /^(expiresAt|endsAt)$/.test(name)) return value - ms;
  return typeof value === 'object' && value !== null ? agedDocument(value, ms) : value;
}

function agedDocument(document: object, ms: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, aged(name, value, ms)]));
}

describe.skipIf(server === null)('MongoDB', () => {
  const { uri, process: own } = server as MongoServer;
  afterAll(() => server?.[Symbol.asyncDispose]());

  /** Two nodes on a database of their own; a third connection makes everything older. */
  async function twoNodes() {
    const name = `t${randomUUID().slice(0, 8)}`;
    const clients = await Promise.all([1, 2, 3].map(() => MongoClient.connect(uri)));
    const [one, two, bare] = clients.map((client) => client.db(name)) as [Db, Db, Db];
    return {
      nodes: [one, two] as const,
      bare,
      async pass(ms: number) {
        for (const { name: collection } of await bare.listCollections({}, { nameOnly: true }).toArray())
          for (const found of await bare.collection(collection).find().toArray()) {
            const { _id, ...rest } = found;
            await bare.collection(collection).updateOne({ _id }, { $set: agedDocument(rest, ms) });
          }
      },
      async close() {
        await bare.dropDatabase();
        await Promise.all(clients.map((client) => client.close()));
      },
    };
  }

  describeCache('MongoDB', async () => {
    const { nodes, ...place } = await twoNodes();
    return {
      ...place,
      async create({ maxEntries }) {
        const options = { name: randomUUID(), maxEntries, logger: silentLogger, markEvery: 0 };
        return [await createMongoCache({ db: nodes[0], ...options }), await createMongoCache({ db: nodes[1], ...options })];
      },
    };
  });

  describeRateLimit('MongoDB', async () => {
    const { nodes, ...place } = await twoNodes();
    const limit = (db: Db) => createMongoRateLimit({ db, local: createMemoryRateLimit(), logger: silentLogger });
    return { ...place, nodes: [await limit(nodes[0]), await limit(nodes[1])] };
  });

  describeLease('MongoDB', async () => {
    const { nodes, ...place } = await twoNodes();
    return { ...place, nodes: [await createMongoLease({ db: nodes[0] }), await createMongoLease({ db: nodes[1] })] };
  });

  describe('collections', () => {
    let place: Awaited<ReturnType<typeof twoNodes>>;
    beforeAll(async () => {
      place = await twoNodes();
    });
    afterAll(() => place.close());

    test('forget by themselves, and need no scan', async () => {
      const db = place.nodes[0];
      await createMongoCache({ db, name: 'models', maxEntries: 10, logger: silentLogger });
      await createMongoRateLimit({ db, local: createMemoryRateLimit(), logger: silentLogger });
      await createMongoLease({ db });
      const expiring = async (name: string): Promise<unknown[]> =>
        (await place.bare.collection(name).indexes()).filter((index) => index['expireAfterSeconds'] === 0).map(({ key }) => key);
      expect(await Promise.all(['caches', 'rateLimits', 'leases'].map(expiring))).toEqual([
        [{ expiresAt: 1 }],
        [{ forgetAt: 1 }],
        [{ forgetAt: 1 }],
      ]);
      const plan = await place.bare.collection('caches').find({ cache: 'models' }).sort({ usedAt: -1 }).skip(10).limit(100).explain();
      expect(JSON.stringify(plan)).toContain('cache_1_usedAt_-1');
      expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
    });

    test('mark what is read as used, but not with each reading', async () => {
      const cache = await createMongoCache({ db: place.nodes[0], name: 'rarely', maxEntries: 10, logger: silentLogger });
      await cache.set('a', 1, 3_600_000);
      const usedAt = async (): Promise<unknown> => (await place.bare.collection('caches').findOne({ cache: 'rarely' }))?.['usedAt'];
      const first = await usedAt();
      await cache.get('a');
      expect(await usedAt()).toEqual(first);
      await place.pass(61_000);
      await cache.get('a');
      expect(((await usedAt()) as Date) >= (first as Date)).toBe(true);
    });
  });

  test.skipIf(own === null)('a cache is empty and a limit counts for its node while MongoDB does not answer', async () => {
    const place = await twoNodes();
    const db = place.nodes[0];
    const said: string[] = [];
    const logger = {
      ...silentLogger,
      info: (_: unknown, message: string) => void said.push(message),
      error: (_: unknown, message: string) => void said.push(message),
    };
    const cache = await createMongoCache({ db, name: 'models', maxEntries: 10, logger });
    const limit = await createMongoRateLimit({ db, local: createMemoryRateLimit(), logger });
    const take = async (): Promise<boolean> => (await limit.take('a', { points: 2, perSeconds: 600 })).allowed;
    await cache.set('a', 1, 600_000);
    await take();
    own!.pause();
    const began = performance.now();
    // A signal takes a moment: what was asked before it may still be answered.
    await expect.poll(() => cache.get('a'), { timeout: 20_000 }).toBeUndefined();
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    expect(performance.now() - began).toBeLessThan(20_000);
    own!.resume();
    await expect.poll(() => cache.get('a'), { timeout: 20_000, interval: 300 }).toBe(1);
    await expect.poll(async () => (await take(), said.length), { timeout: 20_000, interval: 300 }).toBe(4);
    expect(await take()).toBe(false);
    await place.close();
  });
});
