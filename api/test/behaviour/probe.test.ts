import type { Endpoint, Probe } from '@parley/contracts';
import { startFakeProvider } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { everyNode } from '../every-node.ts';
import { world } from '../world.ts';

test('an administrator has a model asked what it does, and every node goes by what was found', async () => {
  await using fake = await startFakeProvider();
  await using here = await world({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'fake-large', PROVIDER_RETRIES: '0' },
  });
  const administrator = await here.signUp();
  const member = await here.signUp('Bob');
  const body = { model: { endpoint: 'openAI', id: 'fake-large' } };
  expect((await member.call('POST', '/api/admin/probe', { body })).status).toBe(403);
  expect((await administrator.call('POST', '/api/admin/probe', { body: { model: { endpoint: 'none', id: 'x' } } })).status).toBe(404);

  const answer = await administrator.call('POST', '/api/admin/probe', { body });
  expect(answer.status).toBe(200);
  const { findings } = answer.body as Probe;
  expect(findings.stream).toEqual({ result: 'yes' });
  // The fake answers every question with words.
  expect(findings.images.result).toBe('no');
  expect(fake.requests.length).toBeLessThanOrEqual(5);

  const images = async (): Promise<boolean | undefined> => {
    const { endpoints } = (await member.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
    return endpoints.find(({ id }) => id === 'openAI')?.models.find(({ id }) => id === 'fake-large')?.capabilities?.images;
  };
  await expect.poll(() => everyNode(images)).toEqual([false, false, false, false]);
  for (const _node of [1, 2]) expect((await administrator.call('GET', '/api/admin/probes')).body).toEqual({ probes: [answer.body] });

  // What an administrator says of it is known to every node at once, not when it looks the next time.
  const context = async (): Promise<number | undefined> => {
    const { endpoints } = (await member.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
    return endpoints.find(({ id }) => id === 'openAI')?.models[0]?.contextTokens;
  };
  await administrator.call('PUT', '/api/usage/models?name=openAI%2Ffake-large', { body: { contextTokens: 4_321 } });
  await expect.poll(() => everyNode(context), { interval: 20 }).toEqual([4_321, 4_321, 4_321, 4_321]);

  // The calls of the test are in the books of whoever asked for it.
  const today = new Date().toISOString().slice(0, 10);
  const { rows } = (await administrator.call('GET', `/api/usage?from=${today}&to=${today}`)).body as { rows: object[] };
  expect(rows).toMatchObject([{ kind: 'probe', model: 'fake-large', calls: fake.requests.length }]);
});

test('administrators find people on any node by a part of their name', async () => {
  await using here = await world();
  const administrator = await here.signUp();
  const zoe = await here.signUp('Zoë Quist');
  const { id } = (await zoe.call('GET', '/api/account')).body as { id: string };
  const found = { people: [{ id, name: 'Zoë Quist', email: zoe.email, role: 'member' }] };
  for (const _node of [1, 2]) expect((await administrator.call('GET', '/api/admin/people?text=zoË')).body).toEqual(found);
  expect((await zoe.call('GET', '/api/admin/people?text=zo')).status).toBe(403);
});
