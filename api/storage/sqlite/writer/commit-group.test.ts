import { RequestError } from '@parley/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection, type Connection } from '../connection.ts';
import type { VerbTable } from '../verb-table.ts';
import { commitGroup } from './commit-group.ts';
import type { VerbRequest } from './writer-message.ts';

let db: Connection;
beforeEach(() => {
  db = openConnection(':memory:');
  db.exec('CREATE TABLE notes (text TEXT NOT NULL UNIQUE)');
});
afterEach(() => db.close());

const write = (text: string): void => void db.run('INSERT INTO notes VALUES (@text)', { text });
const notes = (): string[] => db.all<{ text: string }>('SELECT text FROM notes ORDER BY text').map((row) => row.text);

/** Verbs under the names of real ones, so that each test says in place what they do. */
const carryOut = (...actions: (() => unknown)[]): ReturnType<typeof commitGroup> => {
  const requests = actions.map((_, id): VerbRequest => ({ id, verb: 'putKey', args: [id] }));
  const table = { putKey: (_: Connection, id: number) => actions[id]!() } as unknown as VerbTable;
  return commitGroup(db, table, requests);
};

test('several verbs share a commit and each has its own answer', () => {
  const replies = carryOut(
    () => write('a'),
    () => (write('b'), 'second'),
  );
  expect(replies).toEqual([
    { id: 0, value: undefined },
    { id: 1, value: 'second' },
  ]);
  expect(notes()).toEqual(['a', 'b']);
});

test('a verb that is refused leaves nothing of what it had begun, and the others stay', () => {
  const replies = carryOut(
    () => write('a'),
    () => {
      write('b');
      throw new RequestError('message.busy', { params: { cap: 3 } });
    },
    () => write('c'),
  );
  expect(replies[1]).toMatchObject({ error: { kind: 'request', code: 'message.busy', params: { cap: 3 } } });
  expect(notes()).toEqual(['a', 'c']);
});

test('when the transaction itself is lost, nobody is told that anything was kept', () => {
  const replies = carryOut(
    () => write('a'),
    () => {
      db.run('ROLLBACK');
      throw new Error('The disk is full.');
    },
    () => write('c'),
  );
  expect(replies).toHaveLength(3);
  for (const reply of replies)
    expect(reply).toMatchObject({ error: { code: 'server.storage-unavailable', cause: { message: 'The disk is full.' } } });
  expect(notes()).toEqual([]);
  expect(carryOut(() => write('d'))).toMatchObject([{ id: 0 }]);
  expect(notes()).toEqual(['d']);
});
