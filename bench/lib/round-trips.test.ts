import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { allRoutes } from '@parley/contracts';
import { startMongo, type MongoServer } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import { roundTripLimits } from './round-trip-limits.ts';
import { countRoundTrips, mongoStore, type RouteCost } from './round-trips.ts';

let mongo: MongoServer | null;
beforeAll(async () => void (mongo = await startMongo()));
afterAll(() => mongo?.[Symbol.asyncDispose]());

/** What a route asks for beyond its limit. Work that goes on beside it may be counted in once, so only what stays too much in three counts is. */
async function tooMuch(count: () => Promise<readonly RouteCost[]>, isTooMuch: (cost: RouteCost) => boolean): Promise<readonly RouteCost[]> {
  let found = (await count()).filter(isTooMuch);
  for (let again = 0; again < 2 && found.length > 0; again += 1) {
    const also = new Set((await count()).filter(isTooMuch).map(({ route }) => route));
    found = found.filter(({ route }) => also.has(route));
  }
  return found;
}

test('every route asks SQLite no more often than it may', { timeout: 180_000 }, async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'parley-trips-'));
  try {
    const asked = new Set<string>();
    const count = async (): Promise<readonly RouteCost[]> => {
      // Each count in a folder of its own, as each on MongoDB is in a database of its own.
      const dataDir = await mkdtemp(path.join(root, 'count-'));
      const costs = await countRoundTrips(() => createSqliteStorage({ dataDir }), 'verbs');
      for (const { route } of costs) asked.add(route.split(',')[0]!);
      return costs;
    };
    expect(await tooMuch(count, ({ route, verbs }) => verbs > (roundTripLimits[route]?.[0] ?? -1))).toEqual([]);
    expect([...asked].toSorted()).toEqual(allRoutes.map(({ id }) => id).toSorted());
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('every route sends MongoDB no more commands than it may', { timeout: 180_000 }, async (context) => {
  if (mongo === null) return context.skip();
  const { uri } = mongo;
  const count = (): Promise<readonly RouteCost[]> => countRoundTrips(mongoStore(uri), 'commands');
  expect(await tooMuch(count, ({ route, commands }) => commands! > (roundTripLimits[route]?.[1] ?? -1))).toEqual([]);
});
