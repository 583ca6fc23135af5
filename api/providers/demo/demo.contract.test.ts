import { expect, test } from 'vitest';
import { providerContract } from '../contract/provider-contract.ts';
import type { ModelCall, ModelEvent } from '../port.ts';
import { createDemoProvider } from './create-demo-provider.ts';
import { demoTexts, showcase } from './demo-texts.ts';
import { readDemoScript } from './demo-script.ts';

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

test('answers bad scripts with a hint and ordinary prompts with the same text each time', async () => {
  expect(await textOf(ask('/demo {"chunks": ['))).toContain('not valid JSON');
  expect(readDemoScript('What does /demo do?')).toBeNull();
  for (const { text } of [...demoTexts, showcase]) expect(text('Hi')).not.toBe('');
});

test('finds a title when it is asked for one', async () => {
  const call = {
    ...ask('Name the conversation that begins so.\n\nQuestion:\nhow do heat pumps work in winter, really?\n\nAnswer:\nx'),
    instructions: 'Answer with a title.',
  };
  expect(await textOf(call)).toBe('How do heat pumps work in');
});
