import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownerScope } from '../../../policies/owner-scope.ts';
import { sendInput, settleInput } from '../../contract/builders.ts';
import { openConnection } from '../connection.ts';
import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { openForWriting } from '../open-database.ts';
import { schemaVersion } from './migrate.ts';
import { migrations } from './migrations.ts';

/**
 * A household as each earlier version left it: `.sql` is its database, written by that version itself, and `.json` what its storage then
 * answered. A version that changes the schema adds the pair of the one before.
 */
const fixtures = path.join(import.meta.dirname, '__fixtures__');
const versions = migrations.slice(0, -1).map(({ version }) => `schema-${String(version).padStart(4, '0')}`);

interface Facts {
  readonly ada: string;
  readonly eve: string;
  readonly conversation: string;
  readonly running: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

let dataDir = '';
beforeEach(() => void (dataDir = mkdtempSync(path.join(tmpdir(), 'parley-upgrade-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('every earlier schema has its household here', () => {
  expect(readdirSync(fixtures).toSorted()).toEqual(versions.flatMap((name) => [`${name}.json`, `${name}.sql`]));
});

test.each(versions)('%s is brought up to date with everything in it, and kept as it was beside it', async (name) => {
  const file = path.join(dataDir, 'parley.db');
  const old = openForWriting(file);
  old.exec(readFileSync(path.join(fixtures, `${name}.sql`), 'utf8'));
  const version = schemaVersion(old);
  old.close();
  const facts = JSON.parse(readFileSync(path.join(fixtures, `${name}.json`), 'utf8')) as Facts;
  const [ada, eve] = [ownerScope(facts.ada), ownerScope(facts.eve)];

  await using storage = await createSqliteStorage({ dataDir, now: () => 5 });
  const hers = (await storage.listConversations(eve, { show: 'active', limit: 10 })).rows[0]!;
  const found = {
    branch: await storage.readBranch(ada, facts.conversation, { limit: 100 }),
    list: await storage.listConversations(ada, { show: 'active', limit: 10 }),
    bin: await storage.listConversations(ada, { show: 'bin', limit: 10 }),
    changes: await storage.readChanges(ada, 0, 100),
    hers: await storage.readBranch(eve, (hers as { id: string }).id, { limit: 100 }),
    keys: await storage.listKeys(ada),
    session: await storage.getSession('s1'),
    active: await storage.listActiveTurns(ada),
  };
  expect(JSON.parse(JSON.stringify(found))).toEqual(facts.expected);

  await storage.settleTurn(ada, settleInput(facts.running));
  const more = await storage.beginTurn(eve, sendInput(null, 'More'));
  expect(more).toMatchObject({ fresh: true, turn: { status: 'running' } });

  const snapshot = `${file}.before-${String(version + 1).padStart(4, '0')}`;
  expect(existsSync(snapshot)).toBe(true);
  const kept = openConnection(snapshot, { readonly: true });
  expect(schemaVersion(kept)).toBe(version);
  expect(kept.get('SELECT count(*) AS users FROM users')).toEqual({ users: 2 });
  kept.close();
});
