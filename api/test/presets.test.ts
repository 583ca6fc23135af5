import { uuidv7 } from '@parley/chat-core';
import type { Preset } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here[Symbol.asyncDispose]());

const put = (visitor: Visitor, name: string, more: object = {}, id = uuidv7()) =>
  visitor.call('PUT', `/api/presets/${id}`, { body: { name, settings: { temperature: 0.5 }, isDefault: false, ...more } });
const namesOf = (body: unknown): string[] => (body as { presets: Preset[] }).presets.map(({ name }) => name);
const code = (body: unknown): string | undefined => (body as { error?: { code: string } }).error?.code;

test('presets are kept, changed, put in order and deleted by their owner alone', async () => {
  const [anna, bob] = [await here.signUp(), await here.signUp()];
  const [a, b] = [uuidv7(), uuidv7()];
  expect((await put(anna, 'A', { isDefault: true }, a)).status).toBe(200);
  expect(namesOf((await put(anna, 'B', {}, b)).body)).toEqual(['A', 'B']);
  expect(namesOf((await put(anna, 'Better', { settings: { topP: 0.1, stop: ['x'] } }, b)).body)).toEqual(['A', 'Better']);
  expect(namesOf((await anna.call('POST', '/api/presets/order', { body: { ids: [b] } })).body)).toEqual(['Better', 'A']);
  const { body } = await anna.call('GET', '/api/presets');
  expect(body).toMatchObject({
    presets: [
      { id: b, settings: { topP: 0.1, stop: ['x'] }, isDefault: false },
      { id: a, isDefault: true },
    ],
    favourites: [],
    favouriteSpecs: [],
  });
  expect(code((await put(bob, 'Stolen', {}, a)).body)).toBe('preset.id-taken');
  expect(code((await bob.call('DELETE', `/api/presets/${a}`)).body)).toBe('preset.not-found');
  expect((await anna.call('DELETE', `/api/presets/${a}`)).status).toBe(204);
  expect(namesOf((await anna.call('GET', '/api/presets')).body)).toEqual(['Better']);
});

test('takes in presets of LibreChat and its own, and names what it leaves out', async () => {
  const anna = await here.signUp();
  const presets = [
    { title: 'Poet', endpoint: 'openAI', model: 'gpt-4o', promptPrefix: 'Rhyme.', top_p: '0.9', temperature: 'hot', resendFiles: true },
    { name: 'Own', settings: { temperature: 0.2, topP: 99, hologram: true }, isDefault: true },
  ];
  const { body, status } = await anna.call('POST', '/api/presets/import', { body: { presets } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    presets: [
      { name: 'Poet', settings: { instructions: 'Rhyme.', topP: 0.9, model: { endpoint: 'openAI', id: 'gpt-4o' } }, isDefault: false },
      { name: 'Own', settings: { temperature: 0.2 } },
    ],
    leftOut: [
      { name: 'Poet', keys: ['temperature'] },
      { name: 'Own', keys: ['topP', 'hologram'] },
    ],
  });
  for (const hostile of [{}, { title: '   ' }, { title: 'x' }, { name: 'x', settings: [] }]) {
    const refused = await anna.call('POST', '/api/presets/import', { body: { presets: [presets[0], hostile] } });
    expect([refused.status, code(refused.body)]).toEqual([400, 'preset.not-a-preset']);
  }
  expect(namesOf((await anna.call('GET', '/api/presets')).body)).toEqual(['Poet', 'Own']);
});

test('refuses one preset more than a person may have', async () => {
  const anna = await here.signUp();
  const many = (count: number) => ({ presets: Array.from({ length: count }, (_, index) => ({ name: `P${index}`, settings: {} })) });
  expect((await anna.call('POST', '/api/presets/import', { body: many(100) })).status).toBe(200);
  const refused = await put(anna, 'One more');
  expect([refused.status, code(refused.body)]).toEqual([409, 'preset.too-many']);
});

test('marks favourites, and takes the mark away', async () => {
  const anna = await here.signUp();
  const mark = (id: string, marked: boolean) =>
    anna.call('POST', '/api/favourites', { body: { model: { endpoint: 'demo', id }, marked } }).then(({ body }) => body);
  await mark('demo', true);
  expect(await mark('demo-thinking', true)).toEqual({
    favourites: [
      { endpoint: 'demo', id: 'demo' },
      { endpoint: 'demo', id: 'demo-thinking' },
    ],
    favouriteSpecs: [],
  });
  expect(await mark('demo', false)).toEqual({ favourites: [{ endpoint: 'demo', id: 'demo-thinking' }], favouriteSpecs: [] });
  const markSpec = (spec: unknown, marked: boolean, more = {}) => anna.call('POST', '/api/favourites', { body: { spec, marked, ...more } });
  await markSpec('tutor', true);
  await markSpec('tutor', true);
  const { body } = await markSpec('writer', true);
  expect(body).toEqual({ favourites: [{ endpoint: 'demo', id: 'demo-thinking' }], favouriteSpecs: ['tutor', 'writer'] });
  expect((await anna.call('GET', '/api/presets')).body).toMatchObject({ favouriteSpecs: ['tutor', 'writer'] });
  expect((await markSpec('tutor', false)).body).toMatchObject({ favouriteSpecs: ['writer'] });
  for (const [spec, more] of [
    ['', {}],
    [7, {}],
    ['x', { model: { endpoint: 'demo', id: 'demo' } }],
  ] as const)
    expect((await markSpec(spec, true, more)).status).toBe(400);
});
