import { expect, test } from 'vitest';
import { presentProbes } from './probe-models.ts';

test('prints a line for each model and why something is not there, without what could move the cursor', () => {
  const yes = { result: 'yes' } as const;
  const printed = presentProbes([
    {
      endpoint: 'openAI',
      model: 'gpt-a',
      at: 1,
      findings: {
        stream: yes,
        tools: { result: 'no', note: 'none\u001b[2J here' },
        images: yes,
        reasoning: { result: 'unknown' },
        json: yes,
      },
    },
  ]);
  expect(printed).toBe('openAI/gpt-a  stream yes      tools no       images yes      reasoning unknown  json yes\n  tools: none [2J here');
  expect(presentProbes([])).toMatch(/no model to ask/);
});
