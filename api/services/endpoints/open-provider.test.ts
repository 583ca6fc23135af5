import { expect, test } from 'vitest';
import type { EndpointAccess, EndpointConfig, ModelCall, ModelEvent, ModelProvider } from '../../providers/port.ts';
import type { ProviderRegistry } from '../../providers/registry.ts';
import { openProvider } from './open-provider.ts';

const endpoint: EndpointConfig = {
  id: 'azureOpenAI',
  name: 'Azure OpenAI',
  format: 'openai-chat',
  baseUrl: 'https://east.example/d1',
  key: 'k-east',
  ownKeys: true,
  keyNeeded: false,
  models: ['big', 'small'],
  titleModel: null,
  places: {
    big: { model: 'd1', baseUrl: 'https://east.example/d1', key: 'k-east', keyHeaders: ['api-key'], headers: { 'x-a': '1' } },
    small: { model: 'd2', baseUrl: 'https://west.example/d2', key: null },
  },
};

const asked: [EndpointAccess, string][] = [];
const registry = {
  'openai-chat': (access: EndpointAccess): ModelProvider => ({
    models: () => Promise.resolve([{ id: 'listed', name: 'listed' }]),
    async *stream({ model }) {
      asked.push([access, model]);
      yield { type: 'finish', stopReason: 'end' };
    },
  }),
} as unknown as ProviderRegistry;

async function ask(model: string, access: Partial<EndpointAccess> = {}): Promise<[EndpointAccess, string]> {
  const provider = openProvider(registry, endpoint, { baseUrl: endpoint.baseUrl, key: 'k-east', trust: 'operator', ...access });
  const events: ModelEvent[] = [];
  for await (const event of provider.stream({ model, messages: [] } satisfies ModelCall, new AbortController().signal)) events.push(event);
  expect(events).toEqual([{ type: 'finish', stopReason: 'end' }]);
  return asked.at(-1)!;
}

test('calls every model at its place, by its name there, with the key of the place', async () => {
  expect(await ask('big', { headers: { secret: 'of the endpoint' } })).toEqual([
    { baseUrl: 'https://east.example/d1', key: 'k-east', keyHeaders: ['api-key'], headers: { 'x-a': '1' }, trust: 'operator' },
    'd1',
  ]);
});

test('headers that say who asks are filled in for each call, of the endpoint and of its places, and not for lists', async () => {
  const headers = { 'x-user': '{{LIBRECHAT_USER_ID}}', 'x-answer': '{{LIBRECHAT_BODY_MESSAGEID}}', 'x-team': 'red' };
  const { places: _, ...whole } = endpoint;
  const access: EndpointAccess = { baseUrl: endpoint.baseUrl, key: 'k-east', trust: 'operator', headers };
  const call = { messages: [], origin: { conversationId: 'c1', answerId: 'm1' } };
  const sent = async (of: EndpointConfig): Promise<unknown> => {
    const provider = openProvider(registry, of, access, { LIBRECHAT_USER_ID: 'u1' });
    for await (const event of provider.stream({ model: 'big', ...call }, new AbortController().signal)) expect(event.type).toBe('finish');
    return asked.at(-1)![0].headers;
  };
  const filled = { 'x-user': 'u1', 'x-answer': 'm1', 'x-team': 'red' };
  expect(await sent(whole)).toEqual(filled);
  expect(await sent({ ...endpoint, places: { big: { ...endpoint.places!['big']!, headers } } })).toEqual(filled);
  call.origin.answerId = 'm2';
  expect(await sent(whole)).toEqual({ ...filled, 'x-answer': 'm2' });

  const lists: (EndpointAccess['headers'] | undefined)[] = [];
  const listing = {
    'openai-chat': ({ headers: of }: EndpointAccess) => ({
      models: async () => {
        lists.push(of);
        return [];
      },
    }),
  } as unknown as ProviderRegistry;
  await openProvider(listing, whole, access, { LIBRECHAT_USER_ID: 'u1' }).models(new AbortController().signal);
  expect(lists).toEqual([{ 'x-team': 'red' }]);
});

test('a place without a key takes the person’s own, and says so without one', async () => {
  expect(await ask('small', { key: 'k-anna' })).toEqual([{ baseUrl: 'https://west.example/d2', key: 'k-anna', trust: 'operator' }, 'd2']);
  await expect(ask('small', { key: 'k-east' })).rejects.toMatchObject({ code: 'provider.key-refused' });
  await expect(ask('small', { key: null })).rejects.toMatchObject({ code: 'provider.key-refused' });
});

test.each(['other', '__proto__', 'toString'])('a model that has no place fails by name: %s', async (model) => {
  await expect(ask(model)).rejects.toMatchObject({ code: 'provider.model-not-found' });
});

test('a person’s own address is the whole endpoint', async () => {
  const own = { baseUrl: 'https://annas.example', key: 'k', trust: 'person' as const };
  expect(await ask('anything', own)).toEqual([own, 'anything']);
  const provider = openProvider(registry, endpoint, { baseUrl: '', key: null, trust: 'operator' });
  expect((await provider.models(new AbortController().signal)).map(({ id }) => id)).toEqual(['big', 'small']);
});
