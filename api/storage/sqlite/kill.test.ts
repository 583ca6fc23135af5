import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { messageText } from '@parley/chat-core';
import { ownerScope } from '../../policies/owner-scope.ts';
import type { Acknowledged } from '../contract/begin-until-killed.ts';
import { existing } from '../contract/builders.ts';
import { openSqliteWitness } from './__fixtures__/sqlite-witness.ts';
import { startChild } from './__fixtures__/start-child.ts';
import { createSqliteStorage } from './create-sqlite-storage.ts';

const kills = process.env['PARLEY_FULL'] === '1' ? 200 : 10;
const seed = Number(process.env['PARLEY_SEED'] ?? 20_261);

/** How many acknowledgements to wait for before a kill: a small linear congruential sequence, the same for the same seed. */
function* waits(): Generator<number> {
  for (let state = seed; ; state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) yield 1 + (state % 120);
}

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-kill-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything the process acknowledged before it was killed; a last line that was cut off is not counted. */
async function writeUntilKilled(acknowledgements: number): Promise<Acknowledged[]> {
  const child = startChild('begin-turns-child.ts', folder);
  const exited = once(child, 'exit');
  let said = '';
  let lines = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    lines += chunk.split('\n').length - 1;
    if (lines >= acknowledgements) child.kill('SIGKILL');
  });
  const [[, signal]] = await Promise.all([exited, once(child.stdout, 'close')]);
  expect(signal).toBe('SIGKILL');
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged);
}

test(`every acknowledged word is there after each of ${kills} kills (seed ${seed})`, { timeout: kills * 15_000 }, async () => {
  const wait = waits();
  const acknowledged: Acknowledged[] = [];
  for (let round = 0; round < kills; round += 1) {
    acknowledged.push(...(await writeUntilKilled(wait.next().value as number)));

    await using storage = await createSqliteStorage({ dataDir: folder });
    await using witness = openSqliteWitness(path.join(folder, 'parley.db'));
    const kept = await witness.messages();
    const ids = new Set(kept.map((message) => message.id));
    const missing = acknowledged.flatMap((each) => (each.kind === 'begun' ? each.messageIds.filter((id) => !ids.has(id)) : []));
    expect(missing).toEqual([]);
    const placeOf = new Map(acknowledged.flatMap((each) => (each.kind === 'begun' ? [[each.messageIds[1]!, each] as const] : [])));
    for (const each of acknowledged.slice(-20)) {
      if (each.kind !== 'settled') continue;
      const { ownerId, conversationId } = placeOf.get(each.messageId)!;
      expect(messageText((await existing(storage, ownerScope(ownerId), conversationId, each.messageId)).parts)).toBe(each.text);
    }
    for (const message of kept) expect(message.parentOrdinal).toBe(message.ordinal - 1);
  }
  expect(acknowledged.length).toBeGreaterThan(kills);
});
