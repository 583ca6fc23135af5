import { expect, test } from 'vitest';
import { contract } from '@parley/contracts';
import { silentLogger } from '../logger.ts';
import { createOutputCheck } from './check-output.ts';

const route = contract.system.health;

test.each(['test', 'development'] as const)('fails every answer that breaks its contract in %s', (mode) => {
  const check = createOutputCheck(mode, silentLogger);
  check(route, { status: 'ok' });
  expect(() => check(route, { status: 'well' })).toThrow(/system\.health.*"status"/);
});

test('looks at one answer in a hundred in production, and logs where it breaks, not what it says', () => {
  const logged: unknown[] = [];
  const draws = [0.01, 0.5, 0.0099];
  const logger = { ...silentLogger, error: (fields: object) => void logged.push(fields) };
  const check = createOutputCheck('production', logger, () => draws.shift() ?? 1);
  for (let call = 0; call < 3; call += 1) check(route, { status: 'secret words' });
  expect(logged).toEqual([{ route: 'system.health', place: 'status' }]);
});

test('has nothing to say about answers without a body', () => {
  createOutputCheck('test', silentLogger)(contract.auth.signOut, undefined);
  createOutputCheck('test', silentLogger)(contract.system.docs, '<p>');
});
