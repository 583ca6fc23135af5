import type { TelemetryConfig } from '../config/telemetry.ts';
import { createTelemetry, type TelemetryParts } from './create-telemetry.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Telemetry } from './port.ts';
import type { CollectorLog } from './tracing/create-exporter.ts';

interface StartedTelemetry {
  readonly telemetry: Telemetry;
  /** Null unless somebody is to read them. */
  readonly metrics: Metrics | null;
}

/** Starts what the configuration asks for. Libraries that are not needed are not loaded. */
export async function startTelemetry(
  config: TelemetryConfig,
  withFields: TelemetryParts['withFields'],
  { build, logger }: { readonly build: string; readonly logger: CollectorLog },
): Promise<StartedTelemetry> {
  const measured = config.metrics.secret !== null || config.metrics.port !== null;
  const metrics = measured ? (await import('./metrics/create-metrics.ts')).createMetrics() : null;
  const { traces } = config;
  const tracing = traces === null ? null : (await import('./tracing/create-tracing.ts')).createTracing(traces, build, logger);
  return { telemetry: createTelemetry({ metrics, tracing, withFields }), metrics };
}
