import { expect, test } from 'vitest';
import { presentRows } from './present-rows.ts';
import { runChecks } from './run-checks.ts';

test('a check that throws or hangs is a failure and keeps no other from being shown', async () => {
  let aborted = false;
  const rows = await runChecks(
    [
      { name: 'throws', run: () => Promise.reject(new Error('it broke')) },
      {
        name: 'hangs',
        run: (signal) => {
          signal.addEventListener('abort', () => (aborted = true));
          return new Promise(() => undefined);
        },
      },
      { name: 'works', run: async () => [{ level: 'ok', said: 'fine' }] },
    ],
    20,
  );
  expect(rows.map(({ check, level }) => [check, level])).toEqual([
    ['throws', 'fail'],
    ['hangs', 'fail'],
    ['works', 'ok'],
  ]);
  expect(aborted).toBe(true);
});

test('words of others cannot draw on the terminal', () => {
  const text = presentRows([{ check: 'x', level: 'fail', said: 'a\u001b[2J\nok  y  forged', advice: 'b\r\nc' }]);
  expect(text.split('\n')).toEqual(['fail  x  a [2J ok  y  forged', '         → b c', '', '0 ok, 0 to look at, 1 failed']);
});
