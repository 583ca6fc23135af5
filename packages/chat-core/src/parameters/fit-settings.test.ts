import { callSettingsSchema, settingNames, type CallSettings } from '@parley/contracts';
import { expect, test } from 'vitest';
import { describeParameters } from './describe-parameters.ts';
import { fitSettings } from './fit-settings.ts';

const everything: CallSettings = {
  instructions: 'Be brief.',
  temperature: 1.8,
  topP: 0.5,
  topK: 20,
  frequencyPenalty: 0.5,
  presencePenalty: -0.5,
  seed: 7,
  stop: ['a', 'b', 'c', 'd', 'e', 'f'],
  maxOutputTokens: 5,
  reasoningEffort: 'xhigh',
  thinkingBudget: 2_000,
  verbosity: 'low',
  webSearch: true,
};
const fit = (format: string, model: string, baseUrl = '') => fitSettings(everything, describeParameters({ format, baseUrl, model }));

test('leaves out what a model does not have and narrows what it has in a smaller range', () => {
  const { settings, misfits } = fit('anthropic-messages', 'claude-sonnet-4-5-20250929');
  expect(settings).toEqual({
    instructions: 'Be brief.',
    temperature: 1,
    topP: 0.5,
    topK: 20,
    stop: everything.stop,
    maxOutputTokens: 5,
    thinkingBudget: 2_000,
    webSearch: true,
  });
  expect(misfits).toEqual([
    { name: 'temperature', kind: 'narrowed', asked: 1.8, sent: 1 },
    ...(['frequencyPenalty', 'presencePenalty', 'seed', 'reasoningEffort', 'verbosity'] as const).map((name) => ({
      name,
      kind: 'unsupported',
      asked: everything[name],
    })),
  ]);
});

test('takes the nearest effort, the lower of two, and as many stop sequences as there may be', () => {
  expect(fit('openai-responses', 'gpt-5').settings).toMatchObject({ reasoningEffort: 'high', maxOutputTokens: 16 });
  expect(
    fitSettings({ reasoningEffort: 'minimal' }, [{ name: 'reasoningEffort', kind: 'select', options: ['none', 'low'] }]),
  ).toMatchObject({
    settings: { reasoningEffort: 'none' },
    misfits: [{ kind: 'narrowed' }],
  });
  expect(fit('openai-chat', 'gpt-4o', 'https://api.openai.com/v1').settings.stop).toEqual(['a', 'b', 'c', 'd']);
});

test('says nothing of what asks for nothing', () => {
  expect(fitSettings({ webSearch: false, stop: [], instructions: '' }, [])).toEqual({ settings: {}, misfits: [] });
  expect(fitSettings({}, [])).toEqual({ settings: {}, misfits: [] });
});

const subjects = ['openai-chat', 'openai-responses', 'anthropic-messages', 'ollama', 'cohere', 'demo', 'gemini', 'bedrock'].flatMap(
  (format) =>
    [
      'gpt-4o',
      'gpt-5',
      'gpt-5.2',
      'o3',
      'claude-opus-4-7',
      'claude-3-opus',
      'gemini-2.5-pro',
      'gemini-3-pro',
      'command-a-reasoning',
      'x',
    ].flatMap((model) =>
      [
        '',
        'https://api.x.ai/v1',
        'https://api.groq.com/openai/v1',
        'https://api.mistral.ai/v1',
        'https://api.perplexity.ai',
        'not a url',
      ].map((baseUrl) => ({ format, model, baseUrl })),
    ),
);

test.each(subjects)('describes $format, $model at "$baseUrl" in values that a conversation may hold', (subject) => {
  const described = describeParameters(subject);
  const names = described.map(({ name }) => name);
  expect(names).toContain('instructions');
  expect(names).toContain('maxOutputTokens');
  expect(names).toEqual(settingNames.filter((name) => names.includes(name)));
  for (const { name, kind, min, max, options, default: preset } of described) {
    for (const value of [min, max, preset, ...(options ?? [])]) {
      if (value === undefined) continue;
      expect(callSettingsSchema.safeParse({ [name]: value }), `${name} ${value}`).toMatchObject({ success: true });
    }
    if (typeof preset === 'number') {
      expect(preset).toBeGreaterThanOrEqual(min ?? -Infinity);
      expect(preset).toBeLessThanOrEqual(max ?? Infinity);
    }
    if (kind === 'select' && preset !== undefined) expect(options).toContain(preset);
  }
});

test.each([
  ['claude-3-5-sonnet-20241022', ['temperature', 'topP', 'topK'], []],
  ['claude-3-7-sonnet-latest', ['temperature', 'thinkingBudget'], ['reasoningEffort']],
  ['claude-opus-4-20250514', ['temperature', 'thinkingBudget'], ['reasoningEffort']],
  ['claude-opus-4-5', ['temperature', 'thinkingBudget', 'reasoningEffort'], []],
  ['claude-sonnet-4-6', ['temperature', 'reasoningEffort'], ['thinkingBudget']],
  ['claude-haiku-4-5', ['temperature', 'thinkingBudget'], ['reasoningEffort']],
  ['claude-opus-4-7', ['reasoningEffort'], ['thinkingBudget', 'temperature', 'topP', 'topK']],
])('knows the family of %s', (model, has, hasNot) => {
  const names = describeParameters({ format: 'anthropic-messages', baseUrl: '', model }).map(({ name }): string => name);
  expect(names).toEqual(expect.arrayContaining(has));
  for (const name of hasNot) expect(names).not.toContain(name);
});

test('knows every setting there is', () => {
  expect(Object.keys(callSettingsSchema.shape)).toEqual([...settingNames]);
});
