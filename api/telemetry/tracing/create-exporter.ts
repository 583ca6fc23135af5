import { AsyncLocalStorage } from 'node:async_hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../config/telemetry.ts';

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0];

export interface CollectorLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** How long one delivery may take, its repetitions among it. */
export const deliveryMs = 5_000;

const reasonOf = ({ error }: Result): string => {
  const { message, code } = (error ?? {}) as { message?: string; code?: string | number };
  return message || String(code ?? 'unknown');
};

/**
 * Delivers spans to a collector as OTLP over HTTP, in JSON. A collector that is away costs nothing but its spans: one line in the log when that begins,
 * one when it ends. The library makes its own connections, past egress: the address is the operator's, and what comes back is not read.
 */
export function createExporter({ url, headers }: TracesConfig, logger: CollectorLog): SpanExporter {
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: deliveryMs });
  // Deliveries begin inside whatever request ended a span; their lines are not that request's.
  const outside = AsyncLocalStorage.snapshot();
  let away = false;

  function tell(result: Result): void {
    const failed = result.code !== 0;
    if (failed === away) return;
    away = failed;
    if (failed) logger.warn({ reason: reasonOf(result) }, 'The collector of traces does not take them; they are dropped until it does.');
    else logger.info({}, 'The collector of traces takes them again.');
  }

  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        outside(tell, result);
        done({ code: 0 });
      });
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
