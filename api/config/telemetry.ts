import { ConfigError, type EnvReader } from './read-env.ts';

/** Where traces go. The variables are those that OpenTelemetry names. */
export interface TracesConfig {
  /** The whole address that spans are posted to. */
  readonly url: string;
  readonly serviceName: string;
  /** The share of traces that is recorded, from 0 to 1. */
  readonly ratio: number;
  /** Sent with every delivery; secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an operator sees of a running Parley. */
export interface TelemetryConfig {
  readonly metrics: {
    /** Whoever shows it reads `/metrics`; null: that path does not exist. */
    readonly secret: string | null;
    /** A door of its own for metrics, which needs no secret unless one is set; null: none. */
    readonly port: number | null;
    readonly host: string;
  };
  /** Null: nothing is traced. */
  readonly traces: TracesConfig | null;
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

function readRatio(env: EnvReader): number {
  const name = 'OTEL_TRACES_SAMPLER_ARG';
  const value = env.text(name, '1');
  const ratio = Number(value);
  if (!(ratio >= 0 && ratio <= 1)) throw new ConfigError(`${name} is "${value}"; it takes a number from 0 to 1.`);
  return ratio;
}

const headerShape = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/;

function readHeader(item: string): [name: string, value: string] | undefined {
  const [, name, encoded = ''] = headerShape.exec(item) ?? [];
  try {
    const value = decodeURIComponent(encoded.trim());
    return name !== undefined && /^[\x20-\x7e]*$/.test(value) ? [name, value] : undefined;
  } catch {
    // A per cent sign that begins nothing.
    return undefined;
  }
}

/** `name=value,name=value`, the values percent-encoded. What is wrong is told by its place: it is secret. */
function readHeaders(env: EnvReader): Record<string, string> {
  const items = env.secret('OTEL_EXPORTER_OTLP_HEADERS')?.split(',') ?? [];
  return Object.fromEntries(
    items.map((item, index) => {
      const header = readHeader(item);
      if (header !== undefined) return header;
      throw new ConfigError(
        `OTEL_EXPORTER_OTLP_HEADERS: number ${index + 1} cannot be read; it takes name=value,name=value with percent-encoded values.`,
      );
    }),
  );
}

function readTraces(env: EnvReader): TracesConfig | null {
  const base = env.url('OTEL_EXPORTER_OTLP_ENDPOINT');
  const url = env.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? (base === null ? null : `${base}/v1/traces`);
  const traces = { serviceName: env.text('OTEL_SERVICE_NAME', 'parley'), ratio: readRatio(env), headers: readHeaders(env) };
  return env.flag('OTEL_SDK_DISABLED', false) || url === null ? null : { url, ...traces };
}

export function readTelemetry(env: EnvReader): TelemetryConfig {
  return { metrics: readMetrics(env), traces: readTraces(env) };
}
