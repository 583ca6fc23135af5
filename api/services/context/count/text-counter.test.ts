import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { texts } from './__fixtures__/texts.ts';
import { totalOf } from './count.ts';
import { estimateCount } from './estimate-tokens.ts';
import { createTextCounter, methodFor } from './text-counter.ts';

test('knows the families whose tokenizer it has', () => {
  for (const model of [
    'gpt-4o',
    'gpt-4.1-mini',
    'gpt-5',
    'openai/gpt-4o',
    'o3',
    'o4-mini',
    'chatgpt-4o-latest',
    'gpt-oss-120b',
    'codex-mini-latest',
  ])
    expect([model, methodFor(model)]).toEqual([model, 'tokenizer']);
  for (const model of ['claude-sonnet-4-5', 'gemini-2.5-pro', 'llama3.3', 'gpt-4', 'gpt-3.5-turbo', 'olmo-2', 'o200k'])
    expect([model, methodFor(model)]).toEqual([model, 'estimate']);
});

test('estimates until the tokenizer is loaded, then counts as the tokenizer does', async () => {
  const counter = createTextCounter();
  expect(counter.ready('gpt-4o')).toBe('estimate');
  expect(await counter.load('gpt-4o')).toBe('tokenizer');
  expect(counter.ready('gpt-4o')).toBe('tokenizer');
  expect(counter.ready('claude-sonnet-4-5')).toBe('estimate');
  for (const text of Object.values(texts)) expect(totalOf(await counter.count(text, 'tokenizer'))).toBe(countTokens(text));
  expect(await counter.count(texts['english']!, 'estimate')).toEqual(estimateCount(texts['english']!));
});

test('slices change a count by less than three in a thousand', async () => {
  const counter = createTextCounter();
  await counter.load('gpt-4o');
  const text = Object.values(texts).join('\n\n').repeat(20);
  expect(Math.abs(totalOf(await counter.count(text, 'tokenizer')) / countTokens(text) - 1)).toBeLessThan(0.003);
});

/** Characters without a break, the same in every run. */
function runOf(letters: string, length: number): string {
  const random = seededRandom(1);
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]!).join('');
}

test('special tokens in a text are text, and a run without breaks holds nobody up', { timeout: 60_000 }, async () => {
  const counter = createTextCounter();
  await counter.load('gpt-4o');
  expect(totalOf(await counter.count('<|endoftext|><|im_start|>', 'tokenizer'))).toBeGreaterThan(5);
  let turns = 0;
  let counting = true;
  const watch = (): void => {
    turns += 1;
    if (counting) setImmediate(watch);
  };
  setImmediate(watch);
  // Drawn at random: what repeats itself, the tokenizer remembers, and is done with before anyone could want a turn.
  for (const letters of ['abcdefghijklmnopqrstuvwxyz', '漢字語文言葉人山川日月火水木金土'])
    await counter.count(runOf(letters, 200_000), 'tokenizer');
  counting = false;
  // Others had their turn in between.
  expect(turns).toBeGreaterThan(1);
});
