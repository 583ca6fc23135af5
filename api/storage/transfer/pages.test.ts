import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection, type Connection, type Params } from '../sqlite/connection.ts';
import { collectionsOf } from '../mongo/collections.ts';
import { dumpTables } from './__fixtures__/dump-tables.ts';
import { householdIn, newFolder, removeFolder } from './__fixtures__/moving.ts';
import { entities } from './entities/entities.ts';
import type { Kept, Side } from './entity.ts';

let dataDir = '';
beforeEach(() => void (dataDir = newFolder()));
afterEach(() => removeFolder(dataDir));

async function all(side: Side<unknown>, limit: number): Promise<Kept<unknown>[]> {
  const found: Kept<unknown>[] = [];
  for (;;) {
    const page = await side.page(found.at(-1)?.key ?? null, limit);
    if (page.length === 0) return found;
    found.push(...page);
  }
}

test('pages of any size show everything once, in the order of the keys, and as many as are counted', async () => {
  await householdIn(dataDir, 31);
  const db = openConnection(path.join(dataDir, 'parley.db'), { readonly: true });
  for (const { name, inSqlite } of entities) {
    const side = inSqlite(db);
    const whole = await all(side, 10_000);
    expect(whole.length, name).toBe(await side.count());
    expect(whole.length, name).toBeGreaterThan(0);
    for (const limit of [1, 3]) expect(await all(side, limit), name).toEqual(whole);
    const keys = whole.map(({ key }) => key.join(':'));
    expect(keys, name).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  }
  db.close();
});

test('a page is a range of an index, however much lies before it', async () => {
  await householdIn(dataDir, 32, 5);
  const db = openConnection(path.join(dataDir, 'parley.db'), { readonly: true });
  const plans: string[] = [];
  const explaining: Connection = {
    ...db,
    inTransaction: false,
    all<Row>(sql: string, params?: Params): Row[] {
      plans.push(...db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map(({ detail }) => detail));
      return db.all<Row>(sql, params);
    },
  };
  for (const { inSqlite } of entities) await inSqlite(explaining).page(['01', '01'], 2);
  expect(plans.filter((detail) => detail.startsWith('SCAN') && !detail.includes('CONSTANT'))).toEqual([]);
  expect(plans.filter((detail) => detail.includes('B-TREE FOR ORDER BY'))).toEqual([]);
  db.close();
});

test('every table and every collection is moved, or is known not to be', async () => {
  await householdIn(dataDir, 33, 0);
  const moved = ['users', 'counters', 'sessions', 'refresh_tokens', 'keys', 'conversations', 'conversation_states', 'seen_leaves'];
  const usage = ['ledger', 'usage_sums', 'budget_accounts', 'reservations', 'decisions'];
  const context = ['context_notes', 'sent_contexts'];
  const files = ['files', 'file_uses', 'installation'];
  const own = ['presets', 'favourites'];
  expect(Object.keys(dumpTables(dataDir)).toSorted()).toEqual(
    [...moved, 'messages', 'turns', 'tombstones', ...context, ...files, ...own, 'token_calibrations', 'api_keys', ...usage].toSorted(),
  );
  const collections = collectionsOf({ collection: (name: string) => ({ name }) } as never);
  const money = ['ledger', 'usageSums', 'budgetAccounts', 'reservations', 'decisions'];
  const names = ['users', 'owners', 'sessions', 'keys', 'conversations', 'messages', 'turns', 'tombstones', 'seenLeaves', 'chunks'];
  expect(Object.keys(collections).toSorted()).toEqual(
    [
      ...names,
      'apiKeys',
      'files',
      'fileUses',
      'presets',
      'favourites',
      'installation',
      'contextNotes',
      'sentContexts',
      'calibrations',
      'nodes',
      'transactionSessions',
      ...money,
    ].toSorted(),
  );
});
