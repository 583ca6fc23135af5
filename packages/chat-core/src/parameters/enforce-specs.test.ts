import type { ModelSpec, ModelSpecs } from '@parley/contracts';
import { expect, test } from 'vitest';
import { enforcedSettings, isOffered } from './enforce-specs.ts';

const model = { endpoint: 'openAI', id: 'gpt-4o' };
const spec = (name: string, settings: ModelSpec['settings'], id = model.id): ModelSpec => ({
  name,
  label: name,
  showIconInMenu: true,
  showIconInHeader: true,
  showOnLanding: true,
  conversationStarters: [],
  model: { ...model, id },
  settings,
});
const specs = (enforce: boolean): ModelSpecs => ({
  enforce,
  prioritize: true,
  list: [spec('calm', { temperature: 0 }), spec('wild', { temperature: 2 }), spec('other', {}, 'gpt-5')],
  addedEndpoints: [],
});

test('where specs are enforced a chat is asked with what its spec says and nothing else', () => {
  const asked = { model, spec: 'wild', temperature: 1, topP: 0.1, instructions: 'Hm.', compaction: 'off' as const };
  expect(enforcedSettings(specs(true), model, asked)).toEqual({ model, spec: 'wild', temperature: 2, compaction: 'off' });
});

test('settings that name no spec, or one of another model, are those of the first spec of the model', () => {
  expect(enforcedSettings(specs(true), model, { seed: 1 })).toEqual({ spec: 'calm', temperature: 0 });
  expect(enforcedSettings(specs(true), model, { spec: 'other' })).toEqual({ spec: 'calm', temperature: 0 });
});

test('elsewhere settings stay as they are', () => {
  const settings = { spec: 'wild', temperature: 1 };
  expect(enforcedSettings(specs(false), model, settings)).toBe(settings);
  expect(enforcedSettings(null, model, settings)).toBe(settings);
  expect(enforcedSettings(specs(true), { endpoint: 'x', id: 'y' }, settings)).toBe(settings);
});

test('only models of the list may be asked where it is enforced', () => {
  expect([isOffered(specs(true), model), isOffered(specs(true), { ...model, id: 'o9' })]).toEqual([true, false]);
  expect([isOffered(specs(false), { ...model, id: 'o9' }), isOffered(null, model)]).toEqual([true, true]);
});
