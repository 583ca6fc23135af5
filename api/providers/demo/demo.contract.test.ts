import { expect, test } from 'vitest';
import { providerContract } from '../contract/provider-contract.ts';
import type { ModelCall, ModelEvent } from '../port.ts';
import { createDemoProvider } from './create-demo-provider.ts';
import { planAnswer } from './plan-answer.ts';

const numbered = (count: number, letter = 'w'): string => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`).join(' ');

providerContract('demo', async () => ({
  provider: createDemoProvider(),
  model: 'demo',
  prompts: {
    short: { prompt: '/demo text="Hello there" rate=0', text: 'Hello there' },
    slow: '/demo tokens=5000 rate=50',
    long: { prompt: '/demo tokens=5000 rate=0', text: numbered(5_000) },
    reasoning: { prompt: '/demo tokens=3 reasoning=2 rate=0', reasoning: numbered(2, 'r'), text: numbered(3) },
    tool: { prompt: '/demo tokens=1 tool=clock rate=0', name: 'clock' },
    failing: [
      { prompt: '/demo error=rate-limited', code: 'provider.rate-limited', text: '' },
      { prompt: '/demo tokens=9 cut=4 rate=0', code: 'provider.cut-off', text: numbered(4) },
      { prompt: '/demo tokens=9 cut=2 error=overloaded rate=0', code: 'provider.overloaded', text: numbered(2) },
    ],
  },
  [Symbol.asyncDispose]: async () => undefined,
}));

async function textOf(call: ModelCall): Promise<string> {
  let text = '';
  for await (const event of createDemoProvider().stream(call, new AbortController().signal) as AsyncIterable<ModelEvent>) {
    if (event.type === 'text-delta') text += event.delta;
  }
  return text;
}

const ask = (text: string, answer?: string): ModelCall => ({
  model: 'demo',
  messages: [
    { role: 'user', parts: [{ type: 'text', id: 'p1', text }] },
    ...(answer === undefined ? [] : [{ role: 'assistant' as const, parts: [{ type: 'text' as const, id: 'p1', text: answer }] }]),
  ],
});

test('goes on where a broken answer ended, with or without the space at its end', async () => {
  expect(await textOf(ask('/demo tokens=6 cut=3 rate=0', 'w1 w2 w3'))).toBe(' w4 w5 w6');
  expect(await textOf(ask('/demo tokens=6 cut=3 rate=0', 'w1 w2 w3 '))).toBe('w4 w5 w6');
});

test('streams given chunks exactly, whatever is in them', async () => {
  const chunks = ['<img ', 'src=x onerror=alert(1)>', '\n\n', '```'];
  expect(await textOf(ask(`/demo ${JSON.stringify({ chunks, rate: 0 })}`))).toBe(chunks.join(''));
});

test('goes on in an answer of several parts, to the end of the answer and not further', async () => {
  const call = ask('/demo tokens=6 cut=2 rate=0');
  const parts = ['w1 w2', ' w3 w4'].map((text, index) => ({ type: 'text' as const, id: `p${index}`, text }));
  expect(await textOf({ ...call, messages: [...call.messages, { role: 'assistant', parts }] })).toBe(' w5 w6');
  expect(await textOf(ask('/demo tokens=3 rate=0', 'w1 w2 w3'))).toBe('');
  expect(await textOf(ask('/demo tokens=3 rate=0', 'something else'))).toContain('nothing to add');
});

test('gives the same answer to the same question, and different ones to different questions', () => {
  const questions = Array.from({ length: 40 }, (_, index) => `Question number ${index}`);
  const answers = questions.map((question) => planAnswer(ask(question), false).chunks.join(''));
  expect(new Set(answers.map((answer) => answer.slice(-40))).size).toBeGreaterThanOrEqual(5);
  expect(planAnswer(ask(questions[0]!), false).chunks.join('')).toBe(answers[0]);
  expect(planAnswer(ask('Show me everything'), false).chunks.join('')).toContain('# Everything at once');
});

test('quotes what was asked without obeying its markup', () => {
  const { chunks } = planAnswer(ask('hello **bold** <img src=x> $x$ `code`'), false);
  expect(chunks.join('')).toContain('hello \\*\\*bold\\*\\* \\<img src=x\\> \\$x\\$ \\`code\\`');
});

test('thinks before it answers when its name says so', () => {
  expect(planAnswer(ask('hello'), false).reasoning).toEqual([]);
  expect(planAnswer(ask('hello'), true).reasoning.length).toBeGreaterThan(10);
});

test('stops at the limit of tokens and says so, then goes on to the end', () => {
  const plan = planAnswer({ ...ask('/demo tokens=10'), maxOutputTokens: 4 }, false);
  expect([plan.chunks.join(''), plan.finish]).toEqual([numbered(4), 'length']);
  const more = planAnswer(ask('/demo tokens=10', numbered(4)), false);
  expect([more.chunks.length, more.finish]).toEqual([6, 'end']);
});

test('finds a title when it is asked for one, and answers people whose instructions speak of titles', async () => {
  const request = ask('Name the conversation that begins so.\n\nQuestion:\nhow do heat pumps work in winter, really?\n\nAnswer:\nx');
  expect(await textOf({ ...request, instructions: 'Answer with a title.', maxOutputTokens: 32 })).toBe('How do heat pumps work in');
  expect(await textOf({ ...ask('/demo tokens=2 rate=0'), instructions: 'Begin with a title.', maxOutputTokens: 1_024 })).toBe('w1 w2');
});
