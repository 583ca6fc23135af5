import { cpuMs } from '@parley/test-kit';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { texts } from './__fixtures__/texts.ts';
import { estimateTokens } from './estimate-tokens.ts';

test.each(Object.entries(texts))('estimates %s within a fifth of what o200k_base counts', (_name, text) => {
  const estimate = estimateTokens(text) / countTokens(text);
  expect(estimate).toBeGreaterThan(0.8);
  expect(estimate).toBeLessThan(1.2);
});

test('all of them together within 5 %', () => {
  const all = Object.values(texts).join('\n\n');
  expect(Math.abs(estimateTokens(all) / countTokens(all) - 1)).toBeLessThan(0.05);
});

test('takes the time of its length, whatever is in it', () => {
  expect(estimateTokens('')).toBe(0);
  const started = cpuMs();
  for (const one of ['a', '漢', '😀', ' ', '\u{10ffff}']) expect(estimateTokens(one.repeat(500_000))).toBeGreaterThan(5_000);
  expect(cpuMs() - started).toBeLessThan(1_000);
});
