import { expect, test } from 'vitest';
import { describeParameters } from './describe-parameters.ts';
import { fitSettings } from './fit-settings.ts';

const described = (add: Record<string, unknown>, drop: string[] = []) =>
  describeParameters({ format: 'openai-chat', baseUrl: 'https://models.example.org/v1', model: 'any', edits: { add, drop } });
const of = (name: string, add: Record<string, unknown>, drop?: string[]) => described(add, drop).find((each) => each.name === name);

test.each([
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['maxOutputTokens', 'max_completion_tokens'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['stop', 'stop'],
  ['reasoningEffort', 'reasoning'],
])('does not offer %s where the operator drops %s', (name, dropped) => {
  expect(of(name, {}, [])).toBeDefined();
  expect(of(name, {}, [dropped])).toBeUndefined();
});

test.each([
  ['temperature', { temperature: 0.2 }, 0.2],
  ['stop', { stop: 'END' }, ['END']],
  ['maxOutputTokens', { max_tokens: 900 }, 900],
  ['reasoningEffort', { reasoning: { effort: 'low' } }, 'low'],
  ['thinkingBudget', { thinking: { type: 'disabled' } }, 0],
  ['verbosity', { verbosity: 'high' }, 'high'],
])('shows %s as fixed where the operator adds %o', (name, add, fixed) => {
  expect(of(name, add)).toMatchObject({ name, fixed });
});

test('does not offer what the operator fixed to a value that no setting holds, and knows nothing of other names', () => {
  expect(of('temperature', { temperature: 'hot' })).toBeUndefined();
  expect(described({ user: 'us', instructions: 'x' }, ['instructions', 'logprobs'])).toEqual(described({}));
});

test('a fixed setting gives way to nothing that is asked for, and says so', () => {
  const parameters = described({ temperature: 0.2 }, ['top_p']);
  const { settings, misfits } = fitSettings({ temperature: 0.9, topP: 0.5, seed: 3 }, parameters);
  expect(settings).toEqual({ seed: 3 });
  expect(misfits).toEqual([
    { name: 'temperature', kind: 'fixed', asked: 0.9, sent: 0.2 },
    { name: 'topP', kind: 'unsupported', asked: 0.5 },
  ]);
  expect(fitSettings({ temperature: 0.2 }, parameters).misfits).toEqual([]);
});
