import type { Endpoint } from '@parley/contracts';
import { expect, test } from 'vitest';
import { nameProbes } from './name-probes.ts';

const endpoint = (id: string, models: string[], more: Partial<Endpoint> = {}): Endpoint =>
  ({ id, name: id, provider: 'openai-chat', key: 'server', models: models.map((each) => ({ id: each, name: each })), ...more }) as Endpoint;
const all = [
  endpoint('openAI', ['gpt-a', 'gpt-b']),
  endpoint(
    'box',
    Array.from({ length: 30 }, (_, index) => `m${index}`),
  ),
  endpoint('anthropic', ['c'], { key: 'none' }),
  endpoint('demo', ['demo'], { provider: 'demo' }),
];

test('names the first model of each, those of one endpoint up to a number, or one model', () => {
  expect(nameProbes(all, undefined)).toEqual([
    { endpoint: 'openAI', id: 'gpt-a' },
    { endpoint: 'box', id: 'm0' },
  ]);
  expect(nameProbes(all, 'openai')).toHaveLength(2);
  expect(nameProbes(all, 'box')).toHaveLength(10);
  expect(nameProbes(all, 'Box/vendor/unlisted')).toEqual([{ endpoint: 'box', id: 'vendor/unlisted' }]);
  expect(() => nameProbes(all, 'nobody/x')).toThrow(expect.objectContaining({ code: 'endpoint.not-found' }));
});
