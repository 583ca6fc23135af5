import { randomBytes } from 'node:crypto';
import type { Endpoint, ModelInfo } from '@parley/contracts';
import { expect, test, vi } from 'vitest';
import { isPublicUrl } from '../../egress/check-url.ts';
import { silentLogger } from '../../logger.ts';
import { ownerScope } from '../../policies/owner-scope.ts';
import { ProviderError, type EndpointAccess, type EndpointConfig } from '../../providers/port.ts';
import { createMemoryBus } from '../../realtime/memory/create-memory-bus.ts';
import { createMemoryCache } from '../../realtime/memory/create-memory-cache.ts';
import type { KeyRow } from '../../storage/ports/keys.ts';
import type { FactSources } from '../models/model-facts.ts';
import { createEndpointService, type EndpointService } from './endpoint-service.ts';
import { createSecretBox } from './secret-box.ts';

const vendor: EndpointConfig = {
  id: 'openAI',
  name: 'OpenAI',
  format: 'openai-chat',
  baseUrl: 'https://models.internal.example:8443/v1',
  key: 'sk-operator',
  ownKeys: false,
  keyNeeded: true,
  models: null,
  titleModel: 'small',
};
const broughtKeys: EndpointConfig = { ...vendor, id: 'anthropic', name: 'Anthropic', key: null, ownKeys: true, titleModel: null };
const anna = ownerScope('anna');
const bob = ownerScope('bob');
const models = (...ids: string[]): ModelInfo[] => ids.map((id) => ({ id, name: id }));

interface Setting {
  readonly service: EndpointService;
  readonly calls: EndpointAccess[];
  /** What the next readings of lists give. */
  answer: () => Promise<ModelInfo[]>;
  readonly keys: Map<string, KeyRow>;
  readonly hints: string[];
  time: number;
  sources: FactSources;
  reopened(): EndpointService;
}

function setting(endpoints: readonly EndpointConfig[] = [vendor, broughtKeys]): Setting {
  const keys = new Map<string, KeyRow>();
  const calls: EndpointAccess[] = [];
  const hints: string[] = [];
  const bus = createMemoryBus();
  for (const person of ['anna', 'bob']) bus.subscribe(`user:${person}`, () => void hints.push(person));
  const provider = (access: EndpointAccess): { models(): Promise<ModelInfo[]>; stream(): AsyncIterable<never> } => ({
    models: () => {
      const { patience, ...reached } = access;
      expect(patience).toEqual({ connectMs: 1_000, firstByteMs: 60_000, silenceMs: 60_000 });
      calls.push(reached);
      return here.answer();
    },
    stream: () => {
      throw new Error('nobody asks for an answer here');
    },
  });
  const create = (): EndpointService =>
    createEndpointService({
      endpoints,
      registry: {
        'openai-chat': provider,
        'openai-responses': provider,
        'anthropic-messages': provider,
        'google-gemini': provider,
        ollama: provider,
        cohere: provider,
        'bedrock-converse': provider,
        demo: provider,
      },
      users: { getUser: async () => null },
      keys: {
        putKey: async ({ ownerId }, key) => void keys.set(`${ownerId} ${key.endpointId}`, key),
        getKey: async ({ ownerId }, id) => keys.get(`${ownerId} ${id}`) ?? null,
        listKeys: async () => [...keys.values()],
        deleteKey: async ({ ownerId }, id) => keys.delete(`${ownerId} ${id}`),
      },
      cache: createMemoryCache({ maxEntries: 100 }),
      bus,
      secretBox: createSecretBox(randomBytes(32)),
      localServers: [],
      calls: { retries: 2, connectMs: 1_000, firstTokenMs: 60_000, silenceMs: 60_000, concurrent: 0, waiting: 100, streamRateMs: 0 },
      factSources: () => here.sources,
      allow: () => undefined,
      isPublicUrl,
      now: () => here.time,
      logger: silentLogger,
    });
  const here: Setting = {
    service: create(),
    calls,
    answer: async () => models('a'),
    keys,
    hints,
    time: 1_000_000,
    sources: { configured: {}, overridden: {} },
    reopened: create,
  };
  return here;
}

const endpointOf = async (service: EndpointService, scope = anna, id = 'openAI', fresh = false): Promise<Endpoint> =>
  (await service.list(scope, { fresh })).find((endpoint) => endpoint.id === id)!;

/** An endpoint with the names of its models, without what is known of them. */
const listOf = async (...asked: Parameters<typeof endpointOf>): Promise<Endpoint> => {
  const endpoint = await endpointOf(...asked);
  return { ...endpoint, models: endpoint.models.map(({ id, name }) => ({ id, name })) };
};

test('reads a list once, and takes it from the cache while it is fresh', async () => {
  const here = setting();
  expect((await listOf(here.service)).models).toEqual(models('a'));
  here.time += 500_000;
  expect((await listOf(here.service, bob)).models).toEqual(models('a'));
  expect(here.calls).toHaveLength(1);
});

test('gives a stale list at once and tells when the new one has come', async () => {
  const here = setting();
  await listOf(here.service);
  here.time += 700_000;
  let arrive = (_list: ModelInfo[]): void => undefined;
  here.answer = () => new Promise((resolve) => (arrive = resolve));
  expect((await listOf(here.service)).models).toEqual(models('a'));
  expect(here.hints).toEqual([]);
  arrive(models('a', 'b'));
  await expect.poll(() => here.hints).toEqual(['anna']);
  expect((await listOf(here.service)).models).toEqual(models('a', 'b'));
  expect(here.calls).toHaveLength(2);
});

test('asks once when many wait for the same list, and again when somebody wants it fresh', async () => {
  const here = setting();
  await Promise.all([listOf(here.service), listOf(here.service), listOf(here.service, bob)]);
  expect(here.calls).toHaveLength(1);
  await listOf(here.service, anna, 'openAI', true);
  expect(here.calls).toHaveLength(2);
});

test('keeps what was known when a list cannot be read, says why without the address, and asks again soon', async () => {
  const here = setting();
  await listOf(here.service);
  const listedAt = here.time;
  here.time += 700_000;
  here.answer = async () => {
    throw new ProviderError('provider.unreachable', 'models.internal.example:8443: nothing listens there (ECONNREFUSED)');
  };
  const failed = await listOf(here.service, anna, 'openAI', true);
  expect(failed).toMatchObject({ models: models('a'), failure: { code: 'provider.unreachable' }, listedAt });
  expect(failed.failure?.message).toBe('OpenAI: nothing listens there (ECONNREFUSED)');
  here.answer = async () => models('a', 'c');
  here.time += 31_000;
  await listOf(here.service);
  await expect.poll(async () => (await listOf(here.service)).failure).toBeNull();
});

test('says nothing of a failure nobody foresaw but that it happened', async () => {
  const here = setting();
  here.answer = async () => {
    throw new Error('at https://models.internal.example:8443 with sk-operator');
  };
  expect((await listOf(here.service)).failure).toEqual({
    code: 'provider.failed',
    message: 'OpenAI did not give its list of models.',
  });
});

test('does not wait longer than two seconds', async () => {
  vi.useFakeTimers();
  try {
    const here = setting();
    let arrive = (_list: ModelInfo[]): void => undefined;
    here.answer = () => new Promise((resolve) => (arrive = resolve));
    const waiting = listOf(here.service);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toMatchObject({ models: [], failure: { code: 'provider.timeout' } });
    arrive(models('late'));
    await vi.advanceTimersByTimeAsync(1);
    expect(here.hints).toEqual(['anna']);
    expect((await listOf(here.service)).models).toEqual(models('late'));
  } finally {
    vi.useRealTimers();
  }
});

test('offers the models the operator named, without asking anybody', async () => {
  const here = setting([{ ...vendor, models: ['x', 'y'] }]);
  expect((await listOf(here.service)).models).toEqual(models('x', 'y'));
  expect(here.calls).toEqual([]);
});

test("calls a person's own address with the person's own key only, and never as the operator", async () => {
  const here = setting([{ ...vendor, ownKeys: true }]);
  await here.service.putKey(anna, 'openAI', { key: 'sk-annas', baseUrl: 'https://proxy.example.org/v1' });
  await here.service.resolveModel(anna, { endpoint: 'openAI', id: 'm' });
  expect(here.calls.at(-1)).toEqual({ baseUrl: 'https://proxy.example.org/v1', key: 'sk-annas', trust: 'person' });
  await listOf(here.service, bob);
  expect(here.calls.at(-1)).toEqual({ baseUrl: vendor.baseUrl, key: 'sk-operator', trust: 'operator' });
  // A new key without an address takes the old address away.
  await here.service.putKey(anna, 'openAI', { key: 'sk-new' });
  expect(here.calls.at(-1)).toEqual({ baseUrl: vendor.baseUrl, key: 'sk-new', trust: 'operator' });
});

test('a list read with a key of one’s own is nobody else’s', async () => {
  const here = setting([{ ...vendor, ownKeys: true }]);
  here.answer = async () => models('private-to-anna');
  await here.service.putKey(anna, 'openAI', { key: 'sk-annas' });
  here.answer = async () => models('public');
  expect((await listOf(here.service, bob)).models).toEqual(models('public'));
  expect((await listOf(here.service, anna)).models).toEqual(models('private-to-anna'));
});

test('stores a key sealed, and shows a key that can no longer be opened without failing the page', async () => {
  const here = setting();
  await here.service.putKey(anna, 'anthropic', { key: 'sk-annas' });
  expect(JSON.stringify([...here.keys.values()])).not.toContain('sk-annas');
  const otherKey = here.reopened();
  expect(await listOf(otherKey, anna, 'anthropic')).toMatchObject({ key: 'own', models: [], failure: { code: 'endpoint.key-unreadable' } });
  expect(await listOf(otherKey)).toMatchObject({ failure: null });
  await expect(otherKey.resolveModel(anna, { endpoint: 'anthropic', id: 'm' })).rejects.toMatchObject({ code: 'endpoint.key-unreadable' });
});

test('resolves a model with what is known of it, and makes no call for it', async () => {
  const here = setting();
  here.answer = async () => [{ id: 'a', name: 'A', contextTokens: 8_192 }];
  expect(await here.service.resolveModel(anna, { endpoint: 'openAI', id: 'a' })).toMatchObject({ model: 'a', titleModel: 'small' });
  expect(here.calls).toEqual([]);
  await listOf(here.service);
  expect(await here.service.resolveModel(anna, { endpoint: 'openAI', id: 'a' })).toMatchObject({ contextTokens: 8_192 });
  await expect(here.service.resolveModel(anna, { endpoint: 'none', id: 'a' })).rejects.toMatchObject({ code: 'endpoint.not-found' });
  await expect(here.service.resolveModel(anna, { endpoint: 'anthropic', id: 'a' })).rejects.toMatchObject({ code: 'endpoint.key-missing' });
});

test('says of each model what is known of it, and what is only assumed', async () => {
  const here = setting();
  here.answer = async () => [{ id: 'gpt-4o-2024-08-06', name: 'GPT-4o' }, ...models('nobody-knows-it', 'told')];
  here.sources = { configured: { told: { contextTokens: 5_000, prices: { input: 1, output: 2 } } }, overridden: {} };
  expect((await endpointOf(here.service)).models).toMatchObject([
    { name: 'GPT-4o', contextTokens: 128_000, outputTokens: 16_384, prices: { input: 2.5, output: 10 }, assumed: false, source: 'bundled' },
    { contextTokens: 128_000, assumed: true, source: 'assumed' },
    { contextTokens: 5_000, prices: { input: 1, output: 2 }, assumed: false, source: 'configuration' },
  ]);
  const unknown = await here.service.resolveModel(anna, { endpoint: 'openAI', id: 'nobody-knows-it' });
  expect(unknown).toMatchObject({ facts: { assumed: true } });
  expect(unknown.contextTokens).toBeUndefined();
});

test('other endpoints are in force for the next request, and their lists are read anew', async () => {
  const here = setting();
  await listOf(here.service);
  here.answer = async () => models('b');
  await here.service.replace([{ ...vendor, baseUrl: 'https://other.example/v1', headers: { 'x-team': 'red' } }]);
  const list = await here.service.list(anna, { fresh: false });
  expect(list.map((endpoint) => [endpoint.id, endpoint.models.map(({ id }) => id)])).toEqual([['openAI', ['b']]]);
  expect(here.calls.at(-1)).toMatchObject({ baseUrl: 'https://other.example/v1', headers: { 'x-team': 'red' } });
});
