import type { Endpoint, ModelSpec, ModelSpecs } from '@parley/contracts';
import { expect, test } from 'vitest';
import { endpointsInList, listChoices, type Offered } from './list-choices.ts';

const endpoint = (id: string, models: readonly string[], key: Endpoint['key'] = 'server'): Endpoint => ({
  id,
  name: `The ${id}`,
  provider: 'openai-chat',
  key,
  acceptsOwnKey: false,
  models: models.map((model) => ({ id: model, name: model.toUpperCase() })),
  failure: null,
  parameterSets: [],
});
const spec = (name: string, more: Partial<ModelSpec> = {}): ModelSpec => ({
  name,
  label: `Spec ${name}`,
  showIconInMenu: true,
  showIconInHeader: true,
  showOnLanding: true,
  conversationStarters: [],
  model: { endpoint: 'a', id: 'm1' },
  settings: {},
  ...more,
});
const specs = (list: ModelSpec[], more: Partial<ModelSpecs> = {}): ModelSpecs => ({
  enforce: false,
  prioritize: true,
  addedEndpoints: [],
  list,
  ...more,
});
const words = { favourites: 'Favourites', recent: 'Recent', specs: 'Recommended' };
const offered = (more: Partial<Offered> = {}): Offered => ({
  endpoints: [endpoint('a', ['m1', 'm2']), endpoint('b', ['n1']), endpoint('c', ['x'], 'none')],
  specs: null,
  favourites: [],
  favouriteSpecs: [],
  recent: [],
  ...more,
});
const told = (more: Partial<Offered>, typed = '') =>
  listChoices(offered(more), typed, words).map(({ label, choices }) => `${label}: ${choices.map(({ name }) => name).join(', ')}`);

test('models stand by endpoint, without those that need a key', () => {
  expect(told({})).toEqual(['The a: M1, M2', 'The b: N1']);
});

test('favourites come first, once, as long as they are offered', () => {
  const favourites = [
    { endpoint: 'b', id: 'n1' },
    { endpoint: 'gone', id: 'y' },
    { endpoint: 'a', id: 'm2' },
  ];
  expect(told({ favourites })).toEqual(['Favourites: N1, M2', 'The a: M1']);
});

test('what was chosen last is shown where there is much to choose from', () => {
  const recent = [
    { endpoint: 'a', id: 'm7' },
    { endpoint: 'a', id: 'm1' },
  ];
  expect(told({ recent })).toEqual(['The a: M1, M2', 'The b: N1']);
  const many = [
    endpoint(
      'a',
      Array.from({ length: 9 }, (_, index) => `m${index}`),
    ),
  ];
  expect(told({ recent, endpoints: many })[0]).toBe('Recent: M7, M1');
  expect(told({ recent, endpoints: many }, 'm7')).toEqual(['The a: M7']);
});

test("the operator's specs stand in their groups, beside the endpoints that were added", () => {
  const list = [
    spec('one'),
    spec('two', { group: 'Poets' }),
    spec('three', { group: 'b' }),
    spec('lost', { model: { endpoint: 'c', id: 'x' } }),
  ];
  expect(told({ specs: specs(list) })).toEqual(['Recommended: Spec one', 'Poets: Spec two', 'b: Spec three']);
  expect(told({ specs: specs(list, { addedEndpoints: ['b'] }) })).toEqual([
    'Recommended: Spec one',
    'Poets: Spec two',
    'The b: Spec three, N1',
  ]);
});

test('every word that is typed must be found', () => {
  expect(told({}, 'the a m2')).toEqual(['The a: M2']);
  expect(told({ specs: specs([spec('one', { description: 'Writes poems.' })]) }, 'poems')).toEqual(['Recommended: Spec one']);
});

test('a spec that was marked stands among the favourites, once, as long as the operator offers it', () => {
  const list = [spec('one'), spec('two', { group: 'Poets' })];
  const favourites = [{ endpoint: 'b', id: 'n1' }];
  expect(told({ specs: specs(list, { addedEndpoints: ['b'] }), favourites, favouriteSpecs: ['two', 'gone'] })).toEqual([
    'Favourites: Spec two, N1',
    'Recommended: Spec one',
  ]);
});

test('nobody is asked for a key of an endpoint that the operator does not offer', () => {
  const { endpoints } = offered();
  const ids = (of: ModelSpecs | null) => endpointsInList(endpoints, of).map(({ id }) => id);
  expect(ids(null)).toEqual(['a', 'b', 'c']);
  expect(ids(specs([spec('one')]))).toEqual(['a']);
  expect(ids(specs([spec('one')], { addedEndpoints: ['c'] }))).toEqual(['a', 'c']);
  expect(ids(specs([], { addedEndpoints: null }))).toEqual(['a', 'b', 'c']);
});
