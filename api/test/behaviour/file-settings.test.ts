import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { everyNode } from '../every-node.ts';
import { world } from '../world.ts';

test('the file decides who may register and what pages say, and a change acts without a restart', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-pages-'));
  const file = path.join(folder, 'parley.yaml');
  const write = (domain: string): void =>
    writeFileSync(
      file,
      `version: 1.3.14\nregistration: {allowedDomains: [${domain}]}\ninterface: {customWelcome: "Hello from ${domain}", modelSelect: false}\n`,
    );
  write('example.com');
  await using here = await world({ env: { CONFIG_PATH: file } });
  const register = async (email: string): Promise<number> =>
    (await here.call('POST', '/api/auth/register', { body: { name: 'Ada', email, password: 'correct horse battery' } })).status;
  const pages = async (): Promise<unknown> => ((await here.call('GET', '/api/config')).body as { interface: unknown }).interface;

  expect(await register('ada@example.org')).toBe(403);
  expect(await register('ada@sub.example.com')).toBe(403);
  expect(await register('ada@Example.COM')).toBeLessThan(300);
  expect(await pages()).toEqual({
    customWelcome: 'Hello from example.com',
    modelSelect: false,
    parameters: true,
    presets: true,
    multiConvo: true,
    contextUsage: true,
    contextCost: true,
    buildInfo: true,
  });

  write('example.org');
  const greeted = { customWelcome: 'Hello from example.org' };
  await expect.poll(() => everyNode(pages), { interval: 100 }).toMatchObject([greeted, greeted, greeted, greeted]);
  expect(await register(`ada-${Math.random()}@example.com`)).toBe(403);
  rmSync(folder, { recursive: true });
});
