import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { openForWriting } from './open-database.ts';
import { listSql } from './reads/list-conversations.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const rooms = ['reads', 'tree', 'verbs'];

/** Every statement the adapter has, read from its sources, so that a new one cannot be forgotten here. */
function statements(): string[] {
  const found = rooms.flatMap((room) =>
    readdirSync(path.join(here, room))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => {
        const source = readFileSync(path.join(here, room, name), 'utf8');
        return [...source.matchAll(/(['`])\s*((?:SELECT|INSERT|UPDATE|DELETE|WITH)\b.*?)\1/gs)].map((match) => match[2]!);
      }),
  );
  const lists = (['active', 'pinned', 'archived', 'bin'] as const).flatMap((show) => [listSql(show, false), listSql(show, true)]);
  return [...new Set([...found.filter((sql) => !sql.includes('${')), ...lists])];
}

/** Looked at as a whole on purpose: how many accounts there are, whether there is one, every turn that is unfinished, and how many wait. */
const wholeOnPurpose = [
  'SELECT count(*) AS users FROM users',
  'SELECT 1 FROM users LIMIT 1',
  `SELECT * FROM turns WHERE status IN ('running', 'waiting')`,
  `SELECT count(*) AS queued FROM turns WHERE status = 'queued'`,
];

let folder = '';
let db: Connection;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-plans-'));
  const file = path.join(folder, 'parley.db');
  db = openForWriting(file);
  migrate(db, file, migrations);
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function plan(sql: string): string[] {
  const params = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map((match) => [match[1]!, null]));
  return db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map((step) => step.detail);
}

test('the statements were found', () => {
  expect(statements().length).toBeGreaterThan(60);
  for (const sql of wholeOnPurpose) expect(statements()).toContain(sql);
});

test('no statement scans a table, sorts in memory or builds an index of its own', () => {
  const guilty = statements()
    .filter((sql) => !wholeOnPurpose.includes(sql))
    .flatMap((sql) => plan(sql).map((step) => ({ sql, step })))
    .filter(({ step }) => /^SCAN (?!CONSTANT ROW|\d+-ROW VALUES)|TEMP B-TREE|AUTOMATIC/.test(step));
  expect(guilty).toEqual([]);
});

test('the work of a read never grows with all turns of a conversation or of a person', () => {
  const wide = /INDEX (turns_by_owner|turns_by_conversation|tombstones_by_owner|seen_leaves_by_user|states_by_user)\b/;
  const reads = statements().filter((sql) => sql.startsWith('SELECT'));
  expect(reads.filter((sql) => plan(sql).some((step) => wide.test(step)))).toEqual([]);
});

test('what is looked at as a whole is looked at through the smallest index', () => {
  expect(plan(wholeOnPurpose[0]!)).toEqual([expect.stringContaining('USING COVERING INDEX')]);
  expect(plan(wholeOnPurpose[3]!)).toEqual([expect.stringContaining('USING COVERING INDEX turns_queued')]);
  expect(plan(wholeOnPurpose[2]!)).toEqual([expect.stringMatching(/USING INDEX turns_(running|active)/)]);
});

test.each(['active', 'pinned', 'archived'] as const)('the list of %s ones is one range of its own index', (show) => {
  expect(plan(listSql(show, true))[0]).toMatch(
    new RegExp(`^SEARCH s USING (COVERING )?INDEX states_${show} \\(user_id=\\? AND \\(activity_at,conversation_id\\)<`),
  );
});

test('every foreign key is served by an index on the side that refers, so that deleting a row never scans', () => {
  const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`);
  const unserved: string[] = [];
  for (const { name: table } of tables) {
    const keys = Map.groupBy(db.all<{ id: number; from: string }>(`PRAGMA foreign_key_list(${table})`), (each) => each.id);
    for (const columns of keys.values()) {
      const where = columns.map((column) => `${column.from} = ?`).join(' AND ');
      const [step = ''] = db
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT 1 FROM ${table} WHERE ${where.replaceAll('?', '1')}`)
        .map((each) => each.detail);
      if (!step.startsWith('SEARCH')) unserved.push(`${table}: ${where}`);
    }
  }
  expect(unserved).toEqual([]);
});
