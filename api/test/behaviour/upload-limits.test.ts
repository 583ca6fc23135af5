import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { everyNode } from '../every-node.ts';
import { world } from '../world.ts';
import { upload } from './file-calls.ts';

test('a person, and an address, bring so many files within a window, on whichever node', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-uploads-'));
  const file = path.join(folder, 'parley.yaml');
  const write = (limits: string): void => writeFileSync(file, `version: 1.3.14\nrateLimits:\n  fileUploads: ${limits}\n`);
  write('{userMax: 3, userWindowInMinutes: 10, ipMax: 5, ipWindowInMinutes: 20}');
  await using here = await world({ env: { CONFIG_PATH: file } });
  const [anna, bob] = [await here.signUp(), await here.signUp('Bob')];
  const bring = async (who: typeof anna) => {
    const { status, code, params } = await upload(here, who, 'a.txt', 'words');
    return status === 201 ? 'taken' : [status, code, params?.['limit']];
  };

  for (let count = 0; count < 3; count += 1) expect(await bring(anna)).toBe('taken');
  expect(await bring(anna)).toEqual([429, 'file.too-many-uploads', 3]);
  // Her fourth was an upload from this address all the same.
  expect(await bring(bob)).toBe('taken');
  expect(await bring(bob)).toEqual([429, 'file.too-many-uploads', 5]);
  const refused = await fetch(`${here.url}/api/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bob.token}` },
    body: 'words',
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600);
  await refused.body?.cancel();

  write('{userMax: 0}');
  await expect
    .poll(() => everyNode(() => bring(bob)), { interval: 200 })
    .toEqual([1, 2, 3, 4].map(() => [429, 'file.too-many-uploads', 0]));
  write('{}');
  await expect.poll(() => everyNode(() => bring(bob)), { interval: 200 }).toEqual(['taken', 'taken', 'taken', 'taken']);
  rmSync(folder, { recursive: true });
});
