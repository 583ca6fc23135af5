import { startMongo } from '@parley/test-kit';
import { MongoClient, type Db, type Document } from 'mongodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidv7 } from '@parley/chat-core';
import { createMongoStorage } from '../create-mongo-storage.ts';
import { indexes } from '../collections.ts';
import { prepareDatabase } from '../prepare-database.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations, newest } from './migrations.ts';
import { takeSchemaLease } from './schema-lease.ts';
import { schemaVersion } from './schema.ts';

const server = await startMongo();

/** Steps that count how often each was taken. */
function counted(count: number, run: (version: number) => Promise<void> = async () => undefined): { steps: Migration[]; taken: number[] } {
  const taken: number[] = [];
  const steps = Array.from({ length: count }, (_, index): Migration => {
    const version = index + 1;
    return {
      version,
      name: `step ${version}`,
      async run() {
        taken.push(version);
        await run(version);
      },
    };
  });
  return { steps, taken };
}

describe.skipIf(server === null)('the layout of a MongoDB database', () => {
  const uri = server?.uri ?? '';
  const client = new MongoClient(uri === '' ? 'mongodb://127.0.0.1:1' : uri);
  let db: Db;
  beforeEach(() => void (db = client.db(`parley-${uuidv7()}`)));
  afterEach(() => db.dropDatabase());
  afterAll(async () => {
    await client.close();
    await server?.[Symbol.asyncDispose]();
  });

  test('is numbered from 1 without a gap, and every declared index is there when all steps are taken', async () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    const collections = await prepareDatabase(db);
    expect(await schemaVersion(db)).toBe(newest());
    for (const [name, wanted] of Object.entries(indexes)) {
      const found = await collections[name as keyof typeof indexes].indexes();
      const names = found.map((index) => index.name).filter((each) => each !== '_id_');
      expect(new Set(names)).toEqual(new Set(wanted.map((index) => index.name)));
    }
  });

  test('is brought up by one of ten storages that start at once, each step once', { timeout: 60_000 }, async () => {
    const made: Document[] = [];
    const onCommand = (command: Document): void => void ('createIndexes' in command && made.push(command));
    const database = db.databaseName;
    const nodes = await Promise.all(Array.from({ length: 10 }, () => createMongoStorage({ uri, database, onCommand })));
    for (const node of nodes) await node[Symbol.asyncDispose]();
    const collections = made.map((command) => String(command['createIndexes'])).filter((name) => name !== 'leases');
    expect(collections.toSorted()).toEqual([...new Set(collections)].toSorted());
    expect(collections).toContain('chunks');
  });

  test('is brought up by one of ten nodes while the others wait, also when steps are slow', async () => {
    const { steps, taken } = counted(3, () => new Promise((resolve) => setTimeout(resolve, 60)));
    await Promise.all(Array.from({ length: 10 }, () => migrate(db, { steps })));
    expect(taken).toEqual([1, 2, 3]);
    expect(await schemaVersion(db)).toBe(3);
  });

  test('goes on from where it is, and is left alone when it is up to date', async () => {
    const { steps, taken } = counted(3);
    await migrate(db, { steps: steps.slice(0, 1) });
    await migrate(db, { steps });
    await migrate(db, { steps });
    expect(taken).toEqual([1, 2, 3]);
  });

  test('stays as it was when a step throws, and the next start tries again', async () => {
    let broken = true;
    const { steps, taken } = counted(3, async (version) => {
      if (version === 2 && broken) throw new Error('No room.');
    });
    await expect(migrate(db, { steps })).rejects.toThrow(
      /^Migration 2 \(step 2\) of the database .* failed: No room\. It stays at schema 1, and the next start tries again\.$/,
    );
    expect(await schemaVersion(db)).toBe(1);
    broken = false;
    await migrate(db, { steps });
    expect(taken).toEqual([1, 2, 2, 3]);
  });

  test('waits no longer than it should for a node that takes steps, and says so', async () => {
    const lease = await takeSchemaLease(db, 60_000);
    expect(lease).not.toBeNull();
    const { steps, taken } = counted(1);
    await expect(migrate(db, { steps, waitMs: 300 })).rejects.toThrow(
      /Another node has been bringing the database .* from schema 0 to 1 for 0\.3 s/,
    );
    expect(taken).toEqual([]);
    await lease!.release();
    await migrate(db, { steps });
    expect(taken).toEqual([1]);
  });

  test('a dead node’s lease runs out by the server’s clock, and what it still says is refused', async () => {
    const dead = await takeSchemaLease(db, 400);
    expect(await takeSchemaLease(db, 400)).toBeNull();
    const { steps, taken } = counted(2);
    await migrate(db, { steps });
    expect(taken).toEqual([1, 2]);
    expect(await dead!.renew()).toBe(false);
    expect(await dead!.moveTo(3)).toBe(false);
    expect(await schemaVersion(db)).toBe(2);
  });

  test('a step that takes longer than the lease keeps it', { timeout: 20_000 }, async () => {
    const { steps, taken } = counted(1, () => new Promise((resolve) => setTimeout(resolve, 2_500)));
    await Promise.all([migrate(db, { steps, leaseMs: 1_000 }), migrate(db, { steps, leaseMs: 1_000 })]);
    expect(taken).toEqual([1]);
  });

  test('of a newer version is refused and left as it is', async () => {
    const { steps } = counted(3);
    await migrate(db, { steps });
    await expect(migrate(db, { steps: steps.slice(0, 2) })).rejects.toThrow(
      /has schema 3, which is newer than this version of Parley \(2\)\. Nothing was touched/,
    );
    expect(await schemaVersion(db)).toBe(3);
  });
});
