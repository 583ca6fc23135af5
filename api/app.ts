import compression from 'compression';
import express, { type Express, type Response } from 'express';
import { RequestError, type HelloFrame } from '@parley/contracts';
import type { Config } from './config/config.ts';
import type { Logger } from './logger.ts';
import type { Authenticator } from './middleware/authenticate.ts';
import { createOutputCheck } from './middleware/check-output.ts';
import type { GuardNeeds } from './middleware/guard.ts';
import type { LimitRate } from './middleware/limit-rate.ts';
import { observeRequests } from './middleware/observe-requests.ts';
import { requestId } from './middleware/request-id.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { errorHandler } from './middleware/send-error.ts';
import { serveClient } from './middleware/serve-client.ts';
import type { MetricsHandler } from './routes/health/create-metrics-handler.ts';
import { createProbeRouter } from './routes/health/create-probe-router.ts';
import { mountContract } from './routes/index.ts';
import { mountV1, type V1Needs } from './routes/v1/index.ts';
import type { Services } from './services/services.ts';
import type { Telemetry } from './telemetry/port.ts';

export interface AppNeeds {
  readonly config: Pick<Config, 'mode' | 'trustedProxies' | 'secureCookies' | 'loopback'>;
  readonly services: Services;
  readonly authenticator: Authenticator;
  readonly authenticateKey: V1Needs['authenticateKey'];
  readonly limitRate: LimitRate;
  readonly refuseOrigin: GuardNeeds['refuseOrigin'];
  readonly openStream: (hello: HelloFrame, response: Response) => Promise<void>;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly metrics: MetricsHandler | null;
  /** The built client's folder. */
  readonly clientDir: string;
}

/** The Express pipeline, from the first header to the last error, on one page. */
export function createApp(needs: AppNeeds): Express {
  const { config, logger } = needs;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);

  app.use(requestId);
  app.use(observeRequests(needs.telemetry, logger));
  app.use(securityHeaders({ https: config.secureCookies, loopback: config.loopback }));
  app.use(createProbeRouter({ ...needs.services.system, metrics: needs.metrics }));
  // Only whole JSON answers: an event stream would wait in the compressor for bytes that never come.
  app.use(
    '/api',
    compression({ threshold: 4_096, filter: (_request, response) => /json/.test(String(response.getHeader('Content-Type'))) }),
  );

  const { secureCookies } = config;
  mountContract(app, { ...needs, secureCookies, checkOutput: createOutputCheck(config.mode, logger) });
  app.use('/api', () => {
    throw new RequestError('request.unknown-route');
  });

  mountV1(app, needs);

  app.use(serveClient(needs.clientDir));
  app.use(() => {
    throw new RequestError('request.unknown-route');
  });
  app.use(errorHandler(logger));
  return app;
}
