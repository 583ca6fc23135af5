import type { Endpoint } from '@parley/contracts';
import { expect, test } from 'vitest';
import { chooseModels, overrideOf, unlistedOverrides } from './choose-models.ts';

const endpoint = (id: string, models: string[]): Endpoint => ({
  id,
  name: id.toUpperCase(),
  provider: 'openai-chat',
  key: 'server',
  acceptsOwnKey: false,
  models: models.map((model) => ({ id: model, name: model, assumed: model === 'odd' })),
  failure: null,
  parameterSets: [],
});
const all = [endpoint('a', ['x', 'y', 'odd']), endpoint('b', ['x'])];

test('models are found by every word of their names, also by being assumed, and no more are shown than there is room for', () => {
  const names = (typed: string, most = 10) =>
    chooseModels(all, typed, most).groups.map(({ endpoint: { id }, models }) => [id, ...models.map((model) => model.id)]);
  expect(names('')).toEqual([
    ['a', 'x', 'y', 'odd'],
    ['b', 'x'],
  ]);
  expect(names('B x')).toEqual([['b', 'x']]);
  expect(names('assumed')).toEqual([['a', 'odd']]);
  expect(names('nothing')).toEqual([]);
  expect(names('', 2)).toEqual([['a', 'x', 'y']]);
  expect(chooseModels(all, '', 2).more).toBe(2);
});

test('what was said of a model at one endpoint comes before what was said of it everywhere', () => {
  const overrides = ['x', 'b/x', 'gone'].map((name) => ({ name, facts: {} }));
  expect(overrideOf(overrides, 'a', 'x')?.name).toBe('x');
  expect(overrideOf(overrides, 'b', 'x')?.name).toBe('b/x');
  expect(overrideOf(overrides, 'a', 'y')).toBeUndefined();
  expect(unlistedOverrides(overrides, all).map(({ name }) => name)).toEqual(['gone']);
});
