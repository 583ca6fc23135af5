import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import type { Terms } from '@parley/contracts';
import { expect, test } from 'vitest';
import { everyNode } from '../every-node.ts';
import { world } from '../world.ts';

const demo = { endpoint: 'demo', id: 'demo' };

test('no model is asked before the terms are agreed to, once for each text', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-terms-'));
  const file = path.join(folder, 'parley.yaml');
  const write = (content: string): void =>
    writeFileSync(
      file,
      `version: 1.3.14\ninterface:\n  termsOfService: {modalAcceptance: true, modalTitle: House rules, modalContent: "${content}"}\n`,
    );
  write('Be kind.');
  await using here = await world({ env: { CONFIG_PATH: file } });
  const [anna, bob] = [await here.signUp(), await here.signUp('Bob')];
  const version = async (): Promise<string> =>
    ((await here.call('GET', '/api/config')).body as { interface: { termsVersion: string } }).interface.termsVersion;
  const terms = async (): Promise<Terms> => ((await anna.call('GET', '/api/account/terms')).body as { terms: Terms }).terms;
  const accept = (body: unknown) => anna.call('POST', '/api/account/terms', { body });
  const ask = (person: typeof anna) =>
    person.call('POST', `/api/conversations/${uuidv7()}/turns`, {
      body: {
        kind: 'send',
        turnId: uuidv7(),
        answerId: uuidv7(),
        userMessageId: uuidv7(),
        parentId: null,
        model: demo,
        parts: [{ type: 'text', text: 'Hello' }],
        create: {},
      },
    });
  const refused = { status: 403, body: { error: { code: 'terms.not-accepted' } } };

  const before = await terms();
  expect(before).toEqual({ version: await version(), title: 'House rules', content: 'Be kind.', link: null, acceptedAt: null });
  expect((await here.call('GET', '/api/account/terms')).status).toBe(401);
  expect(await ask(anna)).toMatchObject(refused);
  const key = (await anna.call('POST', '/api/api-keys', { body: { name: 'Script', scopes: ['models.read', 'chat.write'] } })).body as {
    secret: string;
  };
  const program = () =>
    here.call('POST', '/v1/chat/completions', {
      token: key.secret,
      body: { model: 'demo/demo', messages: [{ role: 'user', content: 'Hello' }] },
    });
  expect(await program()).toMatchObject({ status: 403, body: { error: { code: 'terms.not-accepted' } } });
  const compact = { body: { leafId: uuidv7(), model: demo } };
  expect(await anna.call('POST', `/api/conversations/${uuidv7()}/compact`, compact)).toMatchObject(refused);

  expect(await accept({ version: 'another' })).toMatchObject({ status: 409, body: { error: { code: 'terms.changed' } } });
  for (const body of [{}, { version: '' }, { version: 7 }, { version: before.version, more: 1 }])
    expect((await accept(body)).status).toBe(400);
  expect(await ask(anna)).toMatchObject(refused);

  expect((await accept({ version: before.version })).status).toBe(200);
  const { acceptedAt } = await terms();
  expect(acceptedAt).toBeGreaterThan(0);
  expect((await accept({ version: before.version })).body).toMatchObject({ terms: { acceptedAt } });
  expect((await ask(anna)).status).toBe(201);
  expect((await program()).status).toBe(200);
  expect(await ask(bob)).toMatchObject(refused);

  write('Be kind, and brief.');
  await expect.poll(() => everyNode(version), { interval: 100 }).not.toContain(before.version);
  expect(await terms()).toMatchObject({ content: 'Be kind, and brief.', acceptedAt: null });
  expect(await ask(anna)).toMatchObject(refused);
  expect(await accept({ version: before.version })).toMatchObject({ status: 409 });
  expect((await accept({ version: await version() })).status).toBe(200);
  expect((await ask(anna)).status).toBe(201);
  rmSync(folder, { recursive: true });
});
