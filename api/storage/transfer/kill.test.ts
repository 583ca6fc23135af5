import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startMongo } from '@parley/test-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { createMongoStorage } from '../mongo/create-mongo-storage.ts';
import { createSqliteStorage } from '../sqlite/create-sqlite-storage.ts';
import { contentOf, householdIn, newDatabase, newFolder, now, removeFolder } from './__fixtures__/moving.ts';
import { portView } from './__fixtures__/port-view.ts';
import { sqliteToMongo } from './sqlite-to-mongo.ts';

const server = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

const script = fileURLToPath(new URL('./__fixtures__/move-child.ts', import.meta.url));

async function moveUntilKilled(...args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

describe.skipIf(server === null)('kill -9 in the middle of a move', () => {
  const uri = server?.uri ?? '';

  test('the same command goes on, as often as it takes, and ends right', { timeout: 180_000 }, async () => {
    const [dataDir, database] = [newFolder(), newDatabase()];
    const { people } = await householdIn(dataDir, 11, 15);
    const untouched = contentOf(dataDir)
      .split('\n')
      .find((line) => line.startsWith('parley.db '));
    for (const killAfter of ['1', '4', '2', '5']) expect(await moveUntilKilled(dataDir, uri, database, killAfter)).toBe('SIGKILL');
    const moved: string[] = [];
    expect(await sqliteToMongo({ dataDir, uri, database, batch: 4, onBatch: ({ name }) => void moved.push(name) })).toMatchObject({
      same: true,
    });
    expect(moved).not.toContain('accounts');
    expect(contentOf(dataDir).split('\n')).toContain(untouched);

    const sqlite = await createSqliteStorage({ dataDir, now });
    const seen = await portView(sqlite, people);
    await sqlite[Symbol.asyncDispose]();
    await using mongo = await createMongoStorage({ uri, database, now });
    expect(await portView(mongo, people)).toEqual(seen);
    removeFolder(dataDir);
  });
});
