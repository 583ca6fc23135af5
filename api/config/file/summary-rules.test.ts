import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createEnvReader } from '../read-env.ts';
import { readEndpoints } from '../endpoints.ts';
import { loadConfigFile } from './load-config-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-summaries-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'parley.yaml');

function load(text: string) {
  writeFileSync(file, `version: 1.3.14\n${text}`);
  const { settings, endpoints, findings } = loadConfigFile(file, {}, readEndpoints(createEnvReader({ OPENAI_MODELS: 'first,second' })));
  return { rules: settings.summaries, endpoints, said: findings.map(({ level, line, message }) => `${level} ${line} ${message}`) };
}

test('LibreChat’s summarization is read as Parley does it', () => {
  const { rules, said } = load(`summarization:
  enabled: true
  provider: openai
  model: gpt-4o-mini
  maxSummaryTokens: 4096
  reserveRatio: 0.05
  parameters: {temperature: 0.3, top_p: 0.5, max_tokens: 9}
  prompt: Shorten.
  updatePrompt: Go on.
  trigger: {type: token_ratio, value: 0.8}
  retainRecent: {turns: 2, tokens: 500}
`);
  expect(said).toEqual([]);
  expect(rules).toEqual({
    enabled: true,
    by: { endpoint: 'openAI', id: 'gpt-4o-mini' },
    maxTokens: 4_096,
    reserve: 0.05,
    settings: { temperature: 0.3, topP: 0.5 },
    prompt: 'Shorten.',
    updatePrompt: 'Go on.',
    at: { share: 0.8 },
    keep: { turns: 2, tokens: 500 },
  });
  expect(load('').rules).toEqual({ enabled: true });
  expect(load('summarization: {enabled: false, trigger: {type: remaining_tokens, value: 900}}').rules).toEqual({
    enabled: false,
    at: { left: 900 },
  });
  expect(load('summarization: {trigger: {type: messages_to_refine, value: 6}}').rules).toEqual({ enabled: true, fewest: 6 });
  expect(load('summarization: {model: small}').rules.by).toEqual({ id: 'small' });
  expect(load('summarization: {provider: openAI}').rules.by).toEqual({ endpoint: 'openAI', id: 'first' });
});

test('what could not act as it was meant is said', () => {
  expect(load('summarization: {provider: nobody, model: m}')).toMatchObject({
    rules: { enabled: true },
    said: ['warning 2 has no effect: there is no endpoint nobody. The model of the chat writes'],
  });
  expect(load('summarization: {provider: anthropic}').said[0]).toContain('anthropic names no model');
  expect(load('summarization: {trigger: {type: token_ratio, value: 80}}').said[0]).toContain('error 2 found 80, takes a share');
  expect(load('summarization: {parameters: {temperature: hot}}').said).toEqual(['error 2 is not a value of temperature']);
  expect(load('summarization: {trigger: {type: token_count, value: 80}}').said[0]).toContain('error 2 found "token_count", takes one of');
  expect(load('summarization: {contextPruning: {enabled: true}}').said).toEqual([
    'warning 2 not supported yet: shortens results of tools, and waits for tools',
  ]);
});

test('an endpoint says for itself whether its chats are summarised, and by which of its models', () => {
  const { endpoints } = load(`endpoints:
  custom:
    - {name: One, apiKey: k, baseURL: "http://a.example", models: {default: [m]}, summarize: false}
    - {name: Two, apiKey: k, baseURL: "http://a.example", models: {default: [m]}, summarize: true, summaryModel: small}
    - {name: Three, apiKey: k, baseURL: "http://a.example", models: {default: [m]}, summaryModel: current_model}
    - {name: Four, apiKey: k, baseURL: "http://a.example", models: {default: [m]}}
`);
  const of = (name: string) => endpoints.find(({ id }) => id === name)?.summaries;
  expect([of('One'), of('Two'), of('Three'), of('Four')]).toEqual([
    { enabled: false },
    { enabled: true, model: 'small' },
    { model: null },
    undefined,
  ]);
});
