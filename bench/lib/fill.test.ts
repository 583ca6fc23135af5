import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openConnection } from '../../api/storage/sqlite/connection.ts';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import { placeUnder } from '../../api/storage/sqlite/tree/skip-ordinal.ts';
import { fillSqlite } from './fill-sqlite.ts';
import { createHousehold, idAt, rareWord } from './household.ts';
import { timeInteractive } from './interactive.ts';

test('a household that is filled reads as if it had been lived in', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-fill-'));
  try {
    const household = await (async () => {
      await using storage = await createSqliteStorage({ dataDir });
      return await createHousehold(storage);
    })();
    const count = 300;
    fillSqlite(dataDir, household, count);

    const db = openConnection(path.join(dataDir, 'parley.db'));
    for (let ordinal = 1; ordinal <= count; ordinal += 1) {
      const stored = db.get('SELECT depth, skip_ordinal AS skip FROM messages WHERE ordinal = @ordinal', { ordinal });
      expect(stored).toEqual(placeUnder(db, household.conversationId, ordinal - 1));
    }
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    db.close();

    await using storage = await createSqliteStorage({ dataDir });
    const { lister, talker, conversationId } = household;
    const found = await storage.listConversations(lister, { show: 'active', title: rareWord, limit: 10 });
    expect(found.rows.map(({ id }) => id)).toEqual([idAt('conversation', 0)]);
    const branch = await storage.readBranch(talker, conversationId, { limit: count });
    expect(branch).toMatchObject({ leafId: idAt('message', count - 1), earlier: null });
    const timings = await timeInteractive(storage, household, count, 5);
    expect(Object.values(timings).every(({ p50 }) => p50 > 0)).toBe(true);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
