import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Endpoint, RefusedConfiguration } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyNode } from '../every-node.ts';
import { stack, world, type Visitor, type World } from '../world.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-refused-'));
const file = path.join(folder, 'parley.yaml');
const withBox = (name: string): string =>
  `version: 1.3.14\nendpoints:\n  custom:\n    - {name: ${name}, apiKey: k, baseURL: "http://127.0.0.1:9/v1", models: {default: [m]}}\n`;
let here: World;
let administrator: Visitor;

beforeAll(async () => {
  writeFileSync(file, withBox('One'));
  here = await world({ env: { CONFIG_PATH: file } });
  administrator = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const refused = async (): Promise<readonly RefusedConfiguration[]> =>
  ((await administrator.call('GET', '/api/admin/notices')).body as { configuration: RefusedConfiguration[] }).configuration;
const endpointNames = async (): Promise<string[]> =>
  ((await administrator.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] }).endpoints.map(({ id }) => id);
const until = { timeout: 20_000, interval: 100 };

test('a wrong edit changes nothing and every node tells administrators where it is, until it is mended', async () => {
  writeFileSync(file, withBox('Two'));
  await expect.poll(() => everyNode(endpointNames), until).toSatisfy((all: string[][]) => all.every((names) => names.includes('Two')));

  writeFileSync(file, withBox('Three').replace('endpoints:', 'endpionts:'));
  const nodes = stack === 'single' ? 1 : 2;
  await expect
    .poll(() => everyNode(refused), until)
    .toSatisfy((all: RefusedConfiguration[][]) =>
      all.every(
        (each) =>
          each.length === nodes &&
          each.every(({ sentences }) => sentences[0] === `${file}:2:1: endpionts: unknown key; did you mean endpoints?`),
      ),
    );
  for (const names of await everyNode(endpointNames)) expect(names).toContain('Two');

  rmSync(file);
  await expect
    .poll(refused, until)
    .toSatisfy((each: RefusedConfiguration[]) => each.some(({ sentences }) => /cannot be read/.test(sentences[0]!)));
  for (const names of await everyNode(endpointNames)) expect(names).toContain('Two');

  writeFileSync(file, withBox('Four'));
  await expect.poll(() => everyNode(refused), until).toEqual([[], [], [], []]);
  await expect.poll(() => everyNode(endpointNames), until).toSatisfy((all: string[][]) => all.every((names) => names.includes('Four')));
});

test('only administrators are told', async () => {
  const member = await here.signUp('Bob');
  expect((await member.call('GET', '/api/admin/notices')).status).toBe(403);
});
