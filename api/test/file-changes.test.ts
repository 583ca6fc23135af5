import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type World } from './world.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-file-changes-'));
const file = path.join(folder, 'parley.yaml');
const write = (text: string): void => writeFileSync(file, `version: 1.3.14\n${text}`);
let here: World;
beforeAll(async () => {
  write('balance: {enabled: false}\n');
  here = await world({ env: { CONFIG_PATH: file } });
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

test('a balance that the file gives, changes and takes away holds without a restart', async () => {
  const anna = await here.signUp();
  const day = new Date().toISOString().slice(0, 10);
  const allowances = async (): Promise<unknown> =>
    ((await anna.call('GET', `/api/usage?from=${day}&to=${day}`)).body as { allowances: unknown }).allowances;
  expect(await allowances()).toEqual([]);
  write('balance: {enabled: true, startBalance: 2000000}\n');
  await expect.poll(allowances, { timeout: 20_000 }).toMatchObject([{ who: 'balance', granted: 2 }]);
  write('balance: {enabled: false, startBalance: 2000000}\n');
  await expect.poll(allowances, { timeout: 20_000 }).toEqual([]);
});
