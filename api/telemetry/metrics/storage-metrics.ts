import { performance } from 'node:perf_hooks';
import { RequestError } from '@parley/contracts';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { BeginVerb } from '../wrap-verbs.ts';

const buckets = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

/** A verb that refuses what a person asked for has done its work. */
const isFailure = (error: unknown): boolean => !(error instanceof RequestError) || error.code === 'server.storage-unavailable';

/** Takes the time of each verb of the storage, by its name. */
export function createStorageMetrics(registry: Registry): BeginVerb {
  const duration = new Histogram({
    name: 'parley_storage_verb_duration_seconds',
    help: 'How long verbs of the storage took, by name; a write ends when it is durable.',
    labelNames: ['verb'],
    buckets,
    registers: [registry],
  });
  const failures = new Counter({
    name: 'parley_storage_failures_total',
    help: 'Verbs of the storage that could not be carried out, by name; refusals are not failures.',
    labelNames: ['verb'],
    registers: [registry],
  });
  const children = new Map<string, Histogram.Internal<'verb'>>();

  return (verb) => {
    let child = children.get(verb);
    if (child === undefined) children.set(verb, (child = duration.labels(verb)));
    const startedAt = performance.now();
    return (error) => {
      child.observe((performance.now() - startedAt) / 1_000);
      if (error !== undefined && isFailure(error)) failures.inc({ verb });
    };
  };
}
