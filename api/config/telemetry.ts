import { ConfigError, type EnvReader } from './read-env.ts';

/** What an operator sees of a running Parley. */
export interface TelemetryConfig {
  readonly metrics: {
    /** Whoever shows it reads `/metrics`; null: that path does not exist. */
    readonly secret: string | null;
    /** A door of its own for metrics, which needs no secret unless one is set; null: none. */
    readonly port: number | null;
    readonly host: string;
  };
  readonly traces: {
    readonly enabled: boolean;
    readonly serviceName: string;
    /** Where spans go, as OTLP over HTTP with JSON. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** The share of requests that are traced when the caller has not decided, 0 to 1. */
    readonly share: number;
  };
}

const shortestSecret = 16;

function readMetrics(env: EnvReader): TelemetryConfig['metrics'] {
  const secret = env.secret('METRICS_SECRET');
  if (secret !== null && secret.length < shortestSecret)
    throw new ConfigError(
      `METRICS_SECRET is shorter than ${shortestSecret} characters and could be guessed. Take one from "openssl rand -hex 24".`,
    );
  const port = env.optional('METRICS_PORT') === null ? null : env.integer('METRICS_PORT', 0, { min: 0, max: 65_535 });
  return { secret, port, host: env.text('METRICS_HOST', '127.0.0.1') };
}

/** `name=value,name=value`, values percent-encoded, as the OpenTelemetry specification writes it. */
function readHeaders(env: EnvReader): Record<string, string> {
  const entries = env.secret('OTEL_EXPORTER_OTLP_HEADERS')?.split(',') ?? [];
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', ...value] = entry.split('=');
      if (!/^\s*[\w-]+\s*$/.test(name) || value.length === 0)
        throw new ConfigError('OTEL_EXPORTER_OTLP_HEADERS takes name=value, several with commas.');
      return [name.trim(), decodeURIComponent(value.join('=').trim())];
    }),
  );
}

function readTraces(env: EnvReader): TelemetryConfig['traces'] {
  const base = env.url('OTEL_EXPORTER_OTLP_ENDPOINT');
  const exact = env.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const percent = env.integer('OTEL_TRACES_PERCENT', 100, { min: 0, max: 100 });
  return {
    enabled: env.flag('OTEL_TRACING_ENABLED', base !== null || exact !== null),
    serviceName: env.text('OTEL_SERVICE_NAME', 'parley'),
    url: exact ?? `${base ?? 'http://127.0.0.1:4318'}/v1/traces`,
    headers: readHeaders(env),
    share: percent / 100,
  };
}

export function readTelemetry(env: EnvReader): TelemetryConfig {
  return { metrics: readMetrics(env), traces: readTraces(env) };
}
