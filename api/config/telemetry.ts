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

export function readTelemetry(env: EnvReader): TelemetryConfig {
  return { metrics: readMetrics(env) };
}
