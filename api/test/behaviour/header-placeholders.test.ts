import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from '../world.ts';
import { begin, send, ended } from './chat.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-headers-'));
const model = { endpoint: 'Box', id: 'fake-large' };
let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;

beforeAll(async () => {
  fake = await startFakeProvider();
  const file = path.join(folder, 'parley.yaml');
  writeFileSync(
    file,
    `version: 1.3.14
endpoints:
  custom:
    - name: Box
      apiKey: k
      baseURL: ${fake.openAiUrl}
      models: {default: [fake-large], fetch: true}
      headers:
        X-Team: red
        X-User: '{{LIBRECHAT_USER_ID}} {{LIBRECHAT_USER_EMAIL}} {{LIBRECHAT_USER_ROLE}}'
        X-Name: '{{LIBRECHAT_USER_USERNAME}}'
        X-Chat: '{{LIBRECHAT_BODY_CONVERSATIONID}}'
        X-Question: '{{LIBRECHAT_BODY_PARENTMESSAGEID}}'
        X-Answer: '{{LIBRECHAT_BODY_MESSAGEID}}'
`,
  );
  here = await world({ env: { CONFIG_PATH: file } });
  anna = await here.signUp('Zoë 李');
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
  rmSync(folder, { recursive: true, force: true });
});

const headersOf = (conversationId: string) =>
  fake.requests
    .filter(({ headers }) => headers['x-chat'] === conversationId)
    .map(({ headers }) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => /^x-(team|user|name|question|answer)$/.test(name))),
    );
const user = (of: Visitor, role: string): string => `${of.grant.account.id} ${of.email} ${role}`;
const named = { 'x-team': 'red', 'x-name': `b64:${Buffer.from('Zoë 李').toString('base64')}` };

test('each call says who asks, and for which answer; other people are other people', async () => {
  const first = await send(anna, 'Hello', { model });
  expect(first.answer.status).toBe(201);
  await ended(anna, first.body.turnId);
  const mine = { ...named, 'x-user': user(anna, 'ADMIN'), 'x-question': first.body.userMessageId };
  expect(headersOf(first.conversationId)[0]).toEqual({ ...mine, 'x-answer': first.body.answerId });
  // The title is asked for in the same chat, for no answer.
  await expect.poll(() => headersOf(first.conversationId).at(-1), { timeout: 10_000 }).toEqual({ ...named, 'x-user': user(anna, 'ADMIN') });

  const again = {
    kind: 'regenerate' as const,
    turnId: uuidv7(),
    answerId: uuidv7(),
    parentId: first.body.userMessageId,
    model,
  };
  expect((await begin(anna, first.conversationId, again)).status).toBe(201);
  await ended(anna, again.turnId);
  expect(headersOf(first.conversationId).at(-1)).toEqual({ ...mine, 'x-answer': again.answerId });

  const bob = await here.signUp('Bob');
  const other = await send(bob, 'Hello', { model });
  await ended(bob, other.body.turnId);
  expect(headersOf(other.conversationId)[0]).toMatchObject({ 'x-name': 'Bob', 'x-user': user(bob, 'USER') });
});
