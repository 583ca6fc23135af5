import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: 'x', ...env }).telemetry;

test('nothing is measured or opened unless somebody asks for it', () => {
  expect(read({})).toMatchObject({ metrics: { secret: null, port: null, host: '127.0.0.1' } });
});

test('a secret that could be guessed is refused', () => {
  expect(() => read({ METRICS_SECRET: 'prometheus' })).toThrow('METRICS_SECRET is shorter than 16 characters');
  expect(read({ METRICS_SECRET: 'x'.repeat(16) }).metrics.secret).toHaveLength(16);
});
