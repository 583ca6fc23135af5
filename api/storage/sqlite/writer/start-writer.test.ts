import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestError } from '@parley/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../../../logger.ts';
import { openConnection } from '../connection.ts';
import type { VerbName } from '../verb-names.ts';
import { startWriter } from './start-writer.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-writer-'));
  file = path.join(folder, 'parley.db');
  closeSync(openSync(file, 'a'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const user = (id: string, email = `${id}@example.org`): unknown[] => [
  { id, email, name: 'x', passwordHash: 'x', now: 1, onlyFirst: false },
];

function listen(): { logger: Logger; errors: string[] } {
  const errors: string[] = [];
  const nothing = (): void => undefined;
  return { errors, logger: { debug: nothing, info: nothing, warn: nothing, error: (_, message) => void errors.push(message) } };
}

test('a dead thread fails what waits and what follows, and says so in the log', async () => {
  const { logger, errors } = listen();
  const writer = await startWriter(file, logger);
  const writes = Array.from({ length: 50 }, (_, index) => writer.carryOut('createUser', user(`u${index}`)));
  const settled = Promise.allSettled(writes);
  await writer.kill();
  for (const each of await settled) {
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ name: 'RequestError', code: 'server.storage-unavailable' });
  }
  await expect(writer.carryOut('createUser', user('late'))).rejects.toMatchObject({ code: 'server.storage-unavailable' });
  expect(errors).toHaveLength(1);
  await writer.close();
});

test('closing lets what waits be written first', async () => {
  const { logger, errors } = listen();
  const writer = await startWriter(file, logger);
  const writes = Array.from({ length: 1_000 }, (_, index) => writer.carryOut('createUser', user(`u${index}`)));
  const closed = writer.close();
  await Promise.all(writes);
  await closed;
  await expect(writer.carryOut('createUser', user('late'))).rejects.toMatchObject({ code: 'server.storage-unavailable' });
  expect(errors).toEqual([]);
  const db = openConnection(file);
  expect(db.get('SELECT count(*) AS n FROM users')).toEqual({ n: 1_000 });
  db.close();
});

test('a refusal arrives as the error it is, a defect with its cause, and neither harms its neighbours', async () => {
  const writer = await startWriter(file);
  const results = await Promise.allSettled([
    writer.carryOut('createUser', user('one')),
    writer.carryOut('createUser', user('one', 'other@example.org')),
    writer.carryOut('settleTurn', [{ ownerId: 'one' }, { turnId: 'none', epoch: 1 }]),
    writer.carryOut('noSuchVerb' as VerbName, []),
    writer.carryOut('createUser', user('two')),
  ]);
  expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled']);
  const reasons = results.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : null));
  expect(reasons[1]).toMatchObject({ name: 'SqliteError', code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
  expect(reasons[2]).toBeInstanceOf(RequestError);
  expect(reasons[2]).toMatchObject({ code: 'turn.not-found', status: 404 });
  expect(reasons[3]).toMatchObject({ name: 'TypeError' });
  await writer.close();
  const db = openConnection(file);
  expect(db.all('SELECT id FROM users ORDER BY id')).toEqual([{ id: 'one' }, { id: 'two' }]);
  db.close();
});

test('what another process locks is unavailable, with the cause, and works again later', { timeout: 30_000 }, async () => {
  const writer = await startWriter(file);
  const other = openConnection(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = writer.carryOut('createUser', user('one'));
  await expect(refused).rejects.toMatchObject({ code: 'server.storage-unavailable', cause: { code: 'SQLITE_BUSY' } });
  other.exec('ROLLBACK');
  other.close();
  expect(await writer.carryOut('createUser', user('one'))).toMatchObject({ id: 'one' });
  await writer.close();
});
