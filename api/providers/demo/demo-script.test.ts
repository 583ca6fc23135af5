import { expect, test } from 'vitest';
import { readDemoScript } from './demo-script.ts';

const said = (prompt: string): string | undefined => readDemoScript(prompt)?.plan.chunks.join('');

test('reads every name, in pairs and in JSON alike', () => {
  const pairs = readDemoScript(
    '/demo tokens=5 rate=50 delay=100 reasoning=2 cut=3 error=rate-limited message="Slow down" tool=clock finish=length',
  );
  const json = readDemoScript(
    `/demo ${JSON.stringify({ tokens: 5, rate: 50, delay: 100, reasoning: 2, cut: 3, error: 'provider.rate-limited', message: 'Slow down', tool: 'clock', finish: 'length' })}`,
  );
  expect(pairs).toEqual(json);
  expect(pairs).toMatchObject({
    plan: {
      chunks: ['w1', ' w2', ' w3'],
      reasoning: ['r1', ' r2'],
      rate: 50,
      delay: 100,
      error: 'provider.rate-limited',
      errorMessage: 'Slow down',
      tool: 'clock',
      finish: 'length',
    },
    whole: ['w1', ' w2', ' w3', ' w4', ' w5'],
  });
});

test('takes quoted text with escapes and line breaks', () => {
  expect(said('/demo text="a \\"quoted\\" \\\\ word\\nand a line" rate=0')).toBe('a "quoted" \\ word\nand a line');
  expect(said('/demo text="over\ntwo lines"')).toBe('over\ntwo lines');
});

test('streams given chunks as they stand, but for empty ones', () => {
  expect(readDemoScript('/demo {"chunks": ["<img ", "", "src=x>"]}')?.plan.chunks).toEqual(['<img ', 'src=x>']);
});

test('an error without a cut comes before the first word; a cut without an error is a broken connection; an end of its own is none', () => {
  expect(readDemoScript('/demo tokens=5 error=overloaded')?.plan).toMatchObject({ chunks: [], error: 'provider.overloaded' });
  expect(readDemoScript('/demo tokens=5 cut=0')?.plan).toMatchObject({ chunks: [], error: 'provider.cut-off' });
  expect(readDemoScript('/demo tokens=5 cut=2 finish=length')?.plan).toMatchObject({ error: null, finish: 'length' });
});

test('answers what cannot be read with what is wrong and how scripts look', () => {
  const wrong: [script: string, words: string][] = [
    ['tokens=many', 'takes a number'],
    ['tokens=-1', 'takes a number'],
    ['tokens=1e99', 'takes a number'],
    ['rate=', 'cannot read'],
    ['tempo=5', 'no `tempo`'],
    ['__proto__=5', 'cannot read'],
    ['constructor=5', 'no `constructor`'],
    ['error=tired', 'takes one of'],
    ['finish=never', 'takes one of'],
    ['chunks=a', 'only the JSON form'],
    ['text="unfinished', 'cannot read'],
    ['tell me a story', 'cannot read'],
    ['{"chunks": [', 'not valid JSON'],
    ['{"chunks": [1]}', 'only the JSON form'],
    ['{"tokens": null}', 'takes a number'],
    ['{"text": {}}', 'takes a text'],
  ];
  for (const [script, words] of wrong) {
    expect(said(`/demo ${script}`), script).toContain(words);
    expect(said(`/demo ${script}`), script).toContain('/demo tokens=200');
  }
  for (const asked of ['/demo', '/demo help', '  /demo  ']) expect(said(asked)).toMatch(/^A script says/);
});

test('leaves ordinary prompts alone', () => {
  for (const prompt of ['What does /demo do?', '/demonstrate tokens=5', '', 'demo tokens=5']) expect(readDemoScript(prompt)).toBeNull();
});
