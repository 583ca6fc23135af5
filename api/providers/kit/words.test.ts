import { cpuMs } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { endpointUrl } from './endpoint-url.ts';
import { maskKey } from './mask-key.ts';
import { createPrefillJoin } from './prefill.ts';
import { providerWords } from './provider-words.ts';
import { readRetryAfter } from './read-retry-after.ts';

test('hides the key, its pieces and whatever looks like one, and nothing else', () => {
  const key = 'sk-proj-AbCdEfGhIjKlMnOp';
  expect(maskKey(`wrong: ${key}.`, key)).toBe('wrong: •••.');
  expect(maskKey('wrong: sk-proj-****************MnOp', key)).toBe('wrong: •••');
  expect(maskKey('begins CdEfGhIjKl', key)).toBe('begins •••');
  expect(maskKey('Authorization: Bearer whatever-token', null)).toBe('Authorization: Bearer •••');
  expect(maskKey('another AIzaSyA1234567890 and gsk_0123456789ab', null)).toBe('another ••• and •••');
  const innocent = 'The model gpt-4o-mini-2024-07-18 does not exist; see https://example.com/docs/errors#rate-limits';
  expect(maskKey(innocent, key)).toBe(innocent);
  expect(maskKey('local', 'local')).toBe('•••');
  expect(maskKey('a.b.c', 'abc')).toBe('a.b.c');
});

test('shows words without control characters, markup pages as their words', () => {
  expect(providerWords('one\r\ntwo\u0000\u202Ethree', null)).toBe('one two three');
  expect(providerWords('<!doctype html><html><script>x</script><body><h1>Down</h1>', null)).toBe('Down');
  // An error that talks about markup is not a page.
  expect(providerWords('unexpected <img src=x onerror=alert(1)>', null)).toBe('unexpected <img src=x onerror=alert(1)>');
  expect(providerWords('', null)).toBe('');
});

test('cannot be slowed down by hostile words', () => {
  const started = cpuMs();
  for (const text of [
    'sk-'.repeat(300_000),
    'model '.repeat(100_000),
    '<'.repeat(500_000),
    `<html>${'<script '.repeat(50_000)}`,
    'x'.repeat(1_000_000),
    ' '.repeat(500_000),
  ]) {
    providerWords(text, 'sk-0123456789abcdef');
    readRetryAfter({ 'retry-after': text }, text.slice(0, 4_096), 0);
  }
  expect(cpuMs() - started).toBeLessThan(1_500);
});

test.each([
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1.5],
  [{ 'retry-after': ' 20 ' }, 20],
  [{ 'retry-after': '6m0s' }, 360],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after-ms': '250' }, 0.25],
  [{}, undefined],
])('reads %j as a wait', (headers, seconds) => {
  expect(readRetryAfter(headers, 'no hint', Date.UTC(2026, 0, 1))).toBe(seconds);
});

test('puts paths behind base URLs as people write them', () => {
  const suffixes = ['/chat/completions'];
  for (const base of ['https://a.example/v1', 'https://a.example/v1/', 'https://a.example/v1/chat/completions', 'https://a.example/v1//']) {
    expect(endpointUrl(base, '/chat/completions', suffixes)).toBe('https://a.example/v1/chat/completions');
  }
  expect(endpointUrl('https://a.example/openai/v1?api-version=2', '/models', suffixes)).toBe(
    'https://a.example/openai/v1/models?api-version=2',
  );
  expect(endpointUrl('nonsense', '/models')).toBe('nonsense');
});

test('drops repeated white space once, however the pieces are cut', () => {
  const joined = (leftOut: string, ...pieces: string[]): string => {
    const join = createPrefillJoin(leftOut);
    return pieces.map(join).join('');
  };
  expect(joined(' \n', ' ', '\n', 'word')).toBe('word');
  expect(joined(' \n', ' word', ' more')).toBe('word more');
  expect(joined(' \n', 'word', ' \n')).toBe('word \n');
  expect(joined('', ' word')).toBe(' word');
});
