import { Counter, Registry, collectDefaultMetrics } from 'prom-client';
import type { RequestEnd } from '../port.ts';
import type { BeginVerb } from '../wrap-verbs.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { createStateMetrics, type ObservedState } from './state-metrics.ts';
import { createStorageMetrics } from './storage-metrics.ts';
import { createTurnMetrics, type TurnMeter } from './turn-metrics.ts';

/** The numbers of one process. */
export interface Metrics {
  requestEnded(method: string, end: RequestEnd, seconds: number): void;
  turnStarted(watch: { readonly pieces: number }): TurnMeter;
  readonly beginVerb: BeginVerb;
  slowReader(): void;
  /** Says once, after everything was built, what is to be read at each scrape. */
  observe(state: ObservedState): void;
  /** Everything in Prometheus' text format. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** The metrics' names, kinds and meanings. */
  list(): { readonly name: string; readonly type: string; readonly help: string }[];
  stop(): void;
}

/** Metrics with a registry of their own; nothing of prom-client's global state is used. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  // The process and the event loop, under the names that every dashboard for Node knows.
  collectDefaultMetrics({ register: registry });
  const slowReaders = new Counter({
    name: 'parley_slow_readers_total',
    help: 'Readers that were cut because they took their events too slowly or not at all.',
    registers: [registry],
  });
  const turns = createTurnMetrics(registry);
  return {
    requestEnded: createRequestMetrics(registry),
    turnStarted: turns.start,
    beginVerb: createStorageMetrics(registry),
    slowReader: () => slowReaders.inc(),
    observe: (state) => createStateMetrics(registry, state),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    list: () =>
      registry.getMetricsAsArray().map((metric) => {
        const { name, type, help } = metric as unknown as { name: string; type: string; help: string };
        return { name, type, help };
      }),
    stop: turns.stop,
  };
}
