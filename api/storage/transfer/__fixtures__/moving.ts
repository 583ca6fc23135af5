import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { createSqliteStorage } from '../../sqlite/create-sqlite-storage.ts';
import { openSqliteWitness } from '../../sqlite/__fixtures__/sqlite-witness.ts';
import { buildHousehold, type Household } from './household.ts';

export const now = (): number => 1_000_000;

export const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'parley-move-'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export const newDatabase = (): string => `parley-${uuidv7()}`;

/** The names in a folder and what is in the files, as one text. */
export function contentOf(folder: string): string {
  const hash = (name: string): string => createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex');
  return readdirSync(folder)
    .toSorted()
    .map((name) => `${name} ${hash(name)}`)
    .join('\n');
}

/** A folder with a household in it, two rows of it damaged. */
export async function householdIn(dataDir: string, seed: number, steps?: number): Promise<Household> {
  const storage = await createSqliteStorage({ dataDir, now });
  const household = await buildHousehold(storage, seed, steps);
  await storage[Symbol.asyncDispose]();
  await using witness = openSqliteWitness(path.join(dataDir, 'parley.db'));
  await witness.damage('messages', household.toDamage.messages);
  await witness.damage('conversations', household.toDamage.conversations);
  return household;
}
