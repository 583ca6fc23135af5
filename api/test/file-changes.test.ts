import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Endpoint } from '@parley/contracts';
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

test('facts about models from a file of their own hold without a restart, before all others', async () => {
  const admin = await here.signUp();
  const facts = async (): Promise<unknown> => {
    const { endpoints } = (await admin.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
    return endpoints.find(({ id }) => id === 'demo')?.models.find(({ id }) => id === 'demo');
  };
  writeFileSync(path.join(folder, 'facts.yaml'), 'demo/demo: {contextTokens: 4321, prices: {input: 1, output: 2}}\n');
  write('modelData: facts.yaml\n');
  await expect
    .poll(facts, { timeout: 20_000 })
    .toMatchObject({ contextTokens: 4_321, source: 'configuration', prices: { input: 1, output: 2 } });
  writeFileSync(path.join(folder, 'facts.yaml'), 'demo/demo: {contextTokens: 99}\n');
  await expect.poll(facts, { timeout: 20_000 }).toMatchObject({ contextTokens: 99 });
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
