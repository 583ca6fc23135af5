import { modelEntrySchema } from '@parley/contracts';
import { expect, test } from 'vitest';
import { bundledModels } from './bundled-models.ts';
import { findBundled } from './find-bundled.ts';
import { modelFacts, type FactSources } from './model-facts.ts';
import { namesOf } from './model-names.ts';

const openAi = { id: 'openAI', baseUrl: 'https://api.openai.com/v1' };
const proxy = { id: 'Proxy', baseUrl: 'https://proxy.example/v1' };
const nothing: FactSources = { configured: {}, overridden: {} };

test('every line that comes along is a valid one, and cached input never costs more than other input', () => {
  const entries = bundledModels.flatMap(({ models, families }) => [...Object.entries(models), ...Object.entries(families)]);
  expect(entries.length).toBeGreaterThan(90);
  for (const [name, entry] of entries) {
    expect(name, 'a name is looked for in small letters').toBe(name.toLowerCase());
    const { prices, outputTokens, contextTokens } = modelEntrySchema.parse(entry);
    if (outputTokens !== undefined) expect(outputTokens, name).toBeLessThanOrEqual(contextTokens!);
    if (prices === undefined) continue;
    expect(prices.output, name).toBeGreaterThanOrEqual(prices.input * 0.99);
    expect(prices.cachedInput ?? 0, name).toBeLessThanOrEqual(prices.input);
    if (prices.long) expect(prices.long.input, name).toBeGreaterThan(prices.input);
  }
});

test('a name is known without its maker, region, version, date and `latest`', () => {
  expect(namesOf('us.anthropic.claude-sonnet-4-20250514-v1:0')).toContain('claude-sonnet-4');
  expect(namesOf('anthropic/claude-opus-5')).toContain('claude-opus-5');
  expect(namesOf('claude-sonnet-4-5@20250929')).toContain('claude-sonnet-4-5');
  expect(namesOf('gpt-4o-2024-08-06')).toContain('gpt-4o');
  expect(namesOf('command-a-03-2025')).toContain('command-a');
  expect(namesOf('claude-3-5-haiku-latest')).toContain('claude-3-5-haiku');
  expect(namesOf('gpt-4o-2024-05-13')[0]).toBe('gpt-4o-2024-05-13');
  expect(namesOf('/')).toEqual(['/']);
});

test.each([
  ['the name itself', 'gpt-4o-2024-05-13', { outputTokens: 4_096 }],
  ['a name with a date', 'gpt-4.1-mini-2025-04-14', { contextTokens: 1_047_576, prices: { input: 0.4 } }],
  ['the longest family', 'gpt-5-chat-latest', { contextTokens: 128_000, outputTokens: 16_384 }],
  ['a family', 'gpt-5.9-omega', { contextTokens: 400_000 }],
])('finds %s', (_what, model, expected) => {
  expect(findBundled({ endpointId: 'openAI', baseUrl: '' }, model)).toMatchObject(expected);
});

test('prices hold at their vendor’s own door alone', () => {
  expect(modelFacts(nothing, openAi, 'gpt-4o').prices).toEqual({ input: 2.5, output: 10, cachedInput: 1.25 });
  const elsewhere = modelFacts(nothing, proxy, 'openai/gpt-4o');
  expect(elsewhere).toMatchObject({ contextTokens: 128_000, assumed: false, source: 'bundled' });
  expect(elsewhere.prices).toBeUndefined();
  const azure = { id: 'east', baseUrl: 'https://my.openai.azure.com/openai/deployments/x' };
  expect(modelFacts(nothing, azure, 'gpt-4o').prices?.input).toBe(2.5);
  expect(modelFacts(nothing, { id: 'x', baseUrl: 'https://api.openai.com.evil.example/v1' }, 'gpt-4o').prices).toBeUndefined();
  // The same model has another price at another vendor's.
  expect(modelFacts(nothing, { id: 'groq', baseUrl: '' }, 'openai/gpt-oss-120b').prices?.output).toBe(0.6);
  expect(modelFacts(nothing, openAi, 'gpt-5.9-omega').prices, 'a family has no price').toBeUndefined();
});

test('a server on the operator’s own machine asks nothing for a model, unless somebody says what it costs', () => {
  const own = { id: 'ollama', baseUrl: 'http://127.0.0.1:11434', free: true };
  expect(modelFacts(nothing, own, 'llama3.3:70b').prices).toEqual({ input: 0, output: 0 });
  const power = { input: 0.1, output: 0.4 };
  expect(modelFacts({ ...nothing, overridden: { 'ollama/llama3.3:70b': { prices: power } } }, own, 'llama3.3:70b').prices).toEqual(power);
});

test('the configuration comes before the administrator, then the endpoint, then what comes along; figure by figure', () => {
  const sources: FactSources = {
    configured: { m: { contextTokens: 1 }, 'openAI/only-here': { contextTokens: 9 } },
    overridden: { m: { contextTokens: 2, outputTokens: 2, capabilities: { images: true } }, 'gpt-4o': { prices: { input: 0, output: 0 } } },
  };
  expect(modelFacts(sources, proxy, 'm', { contextTokens: 3, outputTokens: 3, capabilities: { images: false, tools: true } })).toEqual({
    contextTokens: 1,
    outputTokens: 2,
    capabilities: { images: true, tools: true },
    assumed: false,
    source: 'configuration',
  });
  expect(modelFacts(sources, openAi, 'gpt-4o', { contextTokens: 64_000 })).toMatchObject({
    contextTokens: 64_000,
    outputTokens: 16_384,
    prices: { input: 0, output: 0 },
    source: 'administrator',
  });
  expect(modelFacts(sources, openAi, 'only-here').contextTokens).toBe(9);
  expect(modelFacts(sources, proxy, 'only-here').assumed).toBe(true);
  expect(modelFacts(nothing, { ...proxy, tokenConfig: { m: { contextTokens: 7 } } }, 'm').contextTokens).toBe(7);
});

test('an unknown model works with assumptions that are called so, whatever it is named', () => {
  for (const name of ['nobody-knows-it', 'constructor', '__proto__', '', 'a/b/c:d@e', '💥'.repeat(50)])
    expect(modelFacts(nothing, proxy, name)).toEqual({ contextTokens: 128_000, capabilities: {}, assumed: true, source: 'assumed' });
});
