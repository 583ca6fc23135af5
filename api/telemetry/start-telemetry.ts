import type { TelemetryConfig } from '../config/telemetry.ts';
import { createTelemetry, type TelemetryParts } from './create-telemetry.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Telemetry } from './port.ts';

interface StartedTelemetry {
  readonly telemetry: Telemetry;
  /** Null unless somebody is to read them. */
  readonly metrics: Metrics | null;
}

/** Starts what the configuration asks for. Libraries that are not needed are not loaded. */
export async function startTelemetry(config: TelemetryConfig, withFields: TelemetryParts['withFields']): Promise<StartedTelemetry> {
  const measured = config.metrics.secret !== null || config.metrics.port !== null;
  const metrics = measured ? (await import('./metrics/create-metrics.ts')).createMetrics() : null;
  return { telemetry: createTelemetry({ metrics, withFields }), metrics };
}
