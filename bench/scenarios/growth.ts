import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startMongo } from '@parley/test-kit';
import { createMongoStorage } from '../../api/storage/mongo/create-mongo-storage.ts';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import { measureBareMongo, type BareMongo } from '../lib/bare-mongo.ts';
import type { Bench } from '../lib/bench.ts';
import { fillMongo } from '../lib/fill-mongo.ts';
import { fillSqlite } from '../lib/fill-sqlite.ts';
import { createHousehold } from '../lib/household.ts';
import { timeInteractive, type Timing } from '../lib/interactive.ts';
import { measured, notes, notRun, type Row } from '../lib/report.ts';
import { slope } from '../lib/stats.ts';

interface Size {
  readonly count: number;
  readonly timings: Readonly<Record<string, Timing>>;
}

const allSizes = [10_000, 100_000, 1_000_000];
const rounds = 60;
const short = (count: number): string => (count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`);

async function onSqliteAt(count: number, log: (line: string) => void): Promise<Size> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-growth-'));
  try {
    const household = await (async () => {
      await using storage = await createSqliteStorage({ dataDir });
      return await createHousehold(storage);
    })();
    const began = performance.now();
    fillSqlite(dataDir, household, count);
    log(`SQLite filled to ${short(count)} in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    await using storage = await createSqliteStorage({ dataDir });
    return { count, timings: await timeInteractive(storage, household, count, rounds) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A household of its own for each size: what was measured made the one before longer than it knows. */
async function onSqlite(sizes: readonly number[], log: (line: string) => void): Promise<Size[]> {
  const found: Size[] = [];
  for (const count of sizes) {
    found.push(await onSqliteAt(count, log));
    log(JSON.stringify(found.at(-1)));
  }
  return found;
}

interface OnMongo {
  readonly kind: 'mongod' | 'stand-in';
  readonly bare: BareMongo;
  readonly sizes: readonly Size[];
}

async function onMongo(sizes: readonly number[], log: (line: string) => void): Promise<OnMongo | null> {
  await using server = await startMongo();
  if (server === null) return null;
  const bare = await measureBareMongo(server.uri);
  const found: Size[] = [];
  for (const count of server.kind === 'mongod' ? sizes : sizes.slice(0, 1)) {
    await using storage = await createMongoStorage({ uri: server.uri, database: `growth-${count}` });
    const household = await createHousehold(storage);
    const began = performance.now();
    await fillMongo(storage.db, household, count);
    log(`MongoDB (${server.kind}) filled to ${short(count)} in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    found.push({ count, timings: await timeInteractive(storage, household, count, rounds) });
    log(JSON.stringify(found.at(-1)));
  }
  return { kind: server.kind, bare, sizes: found };
}

/** The slope of time over size, both as logarithms: 0 does not grow at all, 1 grows as the data does. */
const exponentOf = (sizes: readonly Size[], name: string): number =>
  slope(sizes.map(({ count, timings }) => [Math.log10(count), Math.log10(timings[name]!.p50)]));

const bySize = (sizes: readonly Size[], name: string): string =>
  sizes.map(({ count, timings }) => `${short(count)}: ${timings[name]!.p50.toFixed(2)} / ${timings[name]!.p95.toFixed(2)}`).join(', ');

/** Looking at every title is what a filter by title is: only a search index would not grow with it. */
const scans = (name: string): boolean => name.includes('one only');

function sqliteRows(sizes: readonly Size[]): Row[] {
  return Object.keys(sizes[0]!.timings).map((name) =>
    measured({
      metric: `growth exponent, SQLite: ${name}`,
      value: exponentOf(sizes, name),
      unit: '',
      digits: 2,
      ...(scans(name) ? {} : { goal: 0.15 }),
      note: notes(`p50 / p95 ms at ${bySize(sizes, name)}`, scans(name) ? 'looks at every title' : ''),
    }),
  );
}

function mongoRows({ kind, bare, sizes }: OnMongo, wanted: readonly number[]): Row[] {
  const names = Object.keys(sizes[0]!.timings);
  const call = (name: string): number => (name === 'begin of a turn' ? bare.insert : bare.find);
  const rows = names.map((name) => {
    const at = `p50 / p95 ms at ${bySize(sizes, name)}`;
    const against = `${name === 'begin of a turn' ? 'bare insert' : 'bare find'} ${call(name).toFixed(2)} ms`;
    if (sizes.length > 1)
      return measured({
        metric: `growth exponent, MongoDB (${kind}): ${name}`,
        value: exponentOf(sizes, name),
        unit: '',
        digits: 2,
        ...(scans(name) ? {} : { goal: 0.15 }),
        note: notes(at, against),
      });
    return measured({
      metric: `MongoDB (${kind}) at ${short(sizes[0]!.count)}: ${name}`,
      value: sizes[0]!.timings[name]!.p50 / call(name),
      unit: '× a bare call',
      digits: 1,
      note: notes(at, against),
    });
  });
  const left = wanted.slice(sizes.length);
  if (left.length === 0) return rows;
  return [
    ...rows,
    notRun(`MongoDB at ${left.map(short).join(' and ')}, growth exponent`, 'needs a mongod: the stand-in says nothing about it'),
  ];
}

/** How what people wait for grows with what they have: conversations in a list, messages in one conversation. */
export async function growth({ quick, log }: Bench): Promise<Row[]> {
  const sizes = quick ? allSizes.slice(0, 2) : allSizes;
  const sqlite = await onSqlite(sizes, log);
  const mongo = await onMongo(sizes, log);
  return [
    ...sqliteRows(sqlite),
    ...(quick ? [notRun('SQLite at 1M', 'left out by --quick')] : []),
    ...(mongo === null ? [notRun('growth on MongoDB', 'MongoDB is not here')] : mongoRows(mongo, sizes)),
  ];
}
