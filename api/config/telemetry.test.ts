import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: 'x', ...env }).telemetry;

test('nothing is measured or opened unless somebody asks for it', () => {
  expect(read({})).toMatchObject({ metrics: { secret: null, port: null, host: '127.0.0.1' }, traces: null });
});

test('a secret that could be guessed is refused', () => {
  expect(() => read({ METRICS_SECRET: 'prometheus' })).toThrow('METRICS_SECRET is shorter than 16 characters');
  expect(read({ METRICS_SECRET: 'x'.repeat(16) }).metrics.secret).toHaveLength(16);
});

test('traces go where the variables of OpenTelemetry say, all of them unless told otherwise', () => {
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }).traces).toEqual({
    url: 'http://collector:4318/v1/traces',
    serviceName: 'parley',
    ratio: 1,
    headers: {},
  });
  const more = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.org/take',
    OTEL_SERVICE_NAME: 'chat',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20secret%3D, x-tenant=two',
  };
  expect(read(more).traces).toEqual({
    url: 'https://traces.example.org/take',
    serviceName: 'chat',
    ratio: 0.25,
    headers: { 'api-key': 'a secret=', 'x-tenant': 'two' },
  });
  expect(read({ ...more, OTEL_SDK_DISABLED: 'true' }).traces).toBeNull();
});

test('what cannot be right is refused, and a secret is not repeated', () => {
  expect(() => read({ OTEL_TRACES_SAMPLER_ARG: '25%' })).toThrow('OTEL_TRACES_SAMPLER_ARG is "25%"; it takes a number from 0 to 1.');
  expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT is');
  for (const headers of ['a=b,hunter2', 'a=b,hunter2=%zz', 'a=b,x=hunter2%0D%0Ay: z'])
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: headers })).toThrow(/^OTEL_EXPORTER_OTLP_HEADERS: number 2 cannot be read; [^2]*$/);
});
