import { fakePrompt, fakeText, startFakeProvider } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { ownerScope } from '../policies/owner-scope.ts';
import { innerWorld } from './world.ts';

test('writes down what programs use, whole, streamed or broken off, once for each attempt, and nothing else', async () => {
  const fake = await startFakeProvider();
  await using here = await innerWorld({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'fake-large' },
  });
  const ada = await here.signUp('Ada');
  const made = await ada.call('POST', '/api/api-keys', { body: { name: 'x', scopes: ['chat.write'] } });
  const token = (made.body as { secret: string }).secret;
  const ask = (script: object, more: object = {}) =>
    here.call('POST', '/v1/chat/completions', {
      token,
      body: { model: 'openAI/fake-large', messages: [{ role: 'user', content: fakePrompt(script) }], ...more },
    });
  const scope = ownerScope(ada.grant.account.id);
  const today = new Date().toISOString().slice(0, 10);
  const used = async () => (await here.context.storage.readUsage(scope, { from: today, to: today })).filter(({ kind }) => kind === 'api');

  expect((await ask({ tokens: 7 })).status).toBe(200);
  expect(await used()).toMatchObject([{ endpoint: 'openAI', model: 'fake-large', calls: 1, outputTokens: 7 }]);
  expect((await ask({ tokens: 5 }, { stream: true })).body).toContain(JSON.stringify(fakeText(1)));
  expect(await used()).toMatchObject([{ calls: 2, outputTokens: 12 }]);
  expect((await ask({ status: 400 })).status).toBe(400);
  expect(await used()).toMatchObject([{ calls: 3, outputTokens: 12 }]);
  const entries = JSON.stringify(await used());
  expect(entries).not.toContain('fake-json');
  expect((await here.context.storage.readChanges(scope, 0, 10)).rows).toEqual([]);
  await fake.close();
});
