import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startMongo } from '@parley/test-kit';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import type { Bench } from '../lib/bench.ts';
import { measured, notRun, type Row } from '../lib/report.ts';
import { countRoundTrips, mongoStore, type RouteCost } from '../lib/round-trips.ts';

async function onSqlite(): Promise<readonly RouteCost[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-trips-'));
  try {
    return await countRoundTrips(() => createSqliteStorage({ dataDir }), 'verbs');
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** How often each route goes to its store: verbs on SQLite, commands on MongoDB. What is not in the way of the answer is not counted. */
export async function roundTrips({ log }: Bench): Promise<Row[]> {
  const sqlite = await onSqlite();
  await using server = await startMongo();
  const mongo = server === null ? [] : await countRoundTrips(mongoStore(server.uri), 'commands');
  const rows = sqlite.map(({ route, verbs }) => {
    const commands = mongo.find((each) => each.route === route)?.commands;
    return measured({
      metric: `${route}: verbs`,
      value: verbs,
      unit: '',
      note: commands == null ? 'MongoDB: NOT RUN' : `MongoDB: ${commands} commands`,
    });
  });
  log(JSON.stringify({ sqlite, mongo }));
  return server === null ? [...rows, notRun('commands per route', 'MongoDB is not here')] : rows;
}
