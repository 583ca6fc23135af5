import { Counter, Histogram, type Registry } from 'prom-client';
import type { RequestEnd } from '../port.ts';

/** From a point read of the storage to a stop that waits for its run. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Children {
  readonly count: Counter.Internal;
  readonly duration: Histogram.Internal<'method' | 'route'>;
}

/** Counts requests by method, route template and status class; what no route matched is one route, `none`. */
export function createRequestMetrics(registry: Registry): (method: string, end: RequestEnd, seconds: number) => void {
  const count = new Counter({
    name: 'parley_http_requests_total',
    help: 'Requests answered, by method, route template and class of status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'From the first byte of a request to the end of its answer; event streams are left out.',
    labelNames: ['method', 'route'],
    buckets,
    registers: [registry],
  });
  const children = new Map<string, Children>();

  function childrenOf(method: string, route: string, status: string): Children {
    const key = `${method} ${status} ${route}`;
    let found = children.get(key);
    if (found === undefined) {
      found = { count: count.labels(method, route, status), duration: duration.labels(method, route) };
      children.set(key, found);
    }
    return found;
  }

  return (given, { route, status, streamed }, seconds) => {
    const method = methods.has(given) ? given : 'other';
    const child = childrenOf(method, route ?? 'none', `${Math.floor(status / 100)}xx`);
    child.count.inc();
    if (!streamed) child.duration.observe(seconds);
  };
}
