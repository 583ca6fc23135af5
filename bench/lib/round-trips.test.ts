import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { allRoutes } from '@parley/contracts';
import { startMongo, type MongoServer } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import { roundTripLimits } from './round-trip-limits.ts';
import { countRoundTrips, mongoStore } from './round-trips.ts';

let mongo: MongoServer | null;
beforeAll(async () => void (mongo = await startMongo()));
afterAll(() => mongo?.[Symbol.asyncDispose]());

test('every route asks SQLite no more often than it may', { timeout: 180_000 }, async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-trips-'));
  try {
    const costs = await countRoundTrips(() => createSqliteStorage({ dataDir }), 'verbs');
    expect(costs.filter(({ route, verbs }) => verbs > (roundTripLimits[route]?.[0] ?? -1))).toEqual([]);
    const asked = new Set(costs.map(({ route }) => route.split(',')[0]!));
    expect([...asked].toSorted()).toEqual(allRoutes.map(({ id }) => id).toSorted());
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('every route sends MongoDB no more commands than it may', { timeout: 180_000 }, async (context) => {
  if (mongo === null) return context.skip();
  const costs = await countRoundTrips(mongoStore(mongo.uri), 'commands');
  expect(costs.filter(({ route, commands }) => commands! > (roundTripLimits[route]?.[1] ?? -1))).toEqual([]);
});
