import { Router, type Response } from 'express';
import { RequestError } from '@parley/contracts';
import type { MetricsHandler } from './create-metrics-handler.ts';
import { createProbeEvents } from './send-probe-events.ts';
import type { Readiness } from '../../services/system/readiness.ts';

export interface ProbeNeeds {
  readonly readiness: () => Promise<Readiness>;
  readonly started: () => boolean;
  /** Null: nobody may read metrics here, and the path does not exist. */
  readonly metrics: MetricsHandler | null;
}

const answer = (response: Response, status: number, body: unknown): void => {
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).json(body);
};

/**
 * What orchestrators ask, outside `/api` and without a token: `/livez`, whether the process and its event loop live, and `/readyz`, whether it should get
 * requests, with the codes of what speaks against it and nothing else; `/metrics` for whoever holds its secret. While the process starts, everything else is answered `server.draining`.
 */
export function createProbeRouter({ readiness, started, metrics }: ProbeNeeds): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/livez', (_request, response) => answer(response, 200, { alive: true }));
  router.get('/readyz', async (_request, response) => {
    const state = await readiness();
    answer(response, state.ready ? 200 : 503, state);
  });
  router.get('/metrics', async (request, response) => {
    if (metrics === null) throw new RequestError('request.unknown-route');
    await metrics(request, response);
  });
  router.use((_request, _response, next) => {
    if (!started()) throw new RequestError('server.draining', { retryAfter: 1 });
    next();
  });
  // Not of the contract: no client calls it, and its answer is no frame of the realtime protocol.
  router.get('/api/realtime/probe', createProbeEvents());
  return router;
}
