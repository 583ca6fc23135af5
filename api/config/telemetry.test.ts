import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: 'x', ...env }).telemetry;

test('nothing is measured, traced or opened unless somebody asks for it', () => {
  expect(read({})).toMatchObject({ metrics: { secret: null, port: null, host: '127.0.0.1' }, traces: { enabled: false } });
});

test('a secret that could be guessed is refused', () => {
  expect(() => read({ METRICS_SECRET: 'prometheus' })).toThrow('METRICS_SECRET is shorter than 16 characters');
  expect(read({ METRICS_SECRET: 'x'.repeat(16) }).metrics.secret).toHaveLength(16);
});

test('an endpoint turns traces on and a flag turns them off again', () => {
  const there = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
  expect(read(there).traces).toMatchObject({ enabled: true, url: 'http://collector:4318/v1/traces', serviceName: 'parley', share: 1 });
  expect(read({ ...there, OTEL_TRACING_ENABLED: 'false' }).traces.enabled).toBe(false);
  expect(read({ OTEL_TRACING_ENABLED: 'true', OTEL_SERVICE_NAME: 'chat' }).traces).toMatchObject({
    enabled: true,
    url: 'http://127.0.0.1:4318/v1/traces',
    serviceName: 'chat',
  });
});

test('headers of the collector are pairs', () => {
  const headers = (value: string) => read({ OTEL_EXPORTER_OTLP_HEADERS: value }).traces.headers;
  expect(headers('authorization=Basic%20abc=,x-team=chat')).toEqual({ authorization: 'Basic abc=', 'x-team': 'chat' });
  expect(() => headers('nonsense')).toThrow('OTEL_EXPORTER_OTLP_HEADERS takes name=value');
});
