import { performance } from 'node:perf_hooks';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '../logger.ts';
import type { RequestEnd, Telemetry } from '../telemetry/port.ts';
import { requestIdOf } from './request-id.ts';

/** Milliseconds beyond which an answer is worth a line that operators see. */
const slow = 1_000;
const longestLogged = 300;

/** What express matched, as it was mounted: a template, since ids and what people type must not become labels. */
function endOf(request: Request, response: Response): RequestEnd {
  const template: unknown = (request.route as { path?: unknown } | undefined)?.path;
  const route = typeof template === 'string' ? template : response.statusCode < 400 && !request.path.startsWith('/api') ? 'client' : null;
  return { route, status: response.statusCode, streamed: String(response.getHeader('Content-Type')).startsWith('text/event-stream') };
}

function logEnd(logger: Logger, request: Request, end: RequestEnd, startedAt: number, whole: boolean): void {
  const ms = Math.round(performance.now() - startedAt);
  const fields = { method: request.method, path: request.path.slice(0, longestLogged), route: end.route, status: end.status, ms, whole };
  if (end.status >= 500) logger.warn(fields, 'a request failed');
  else if (ms > slow && !end.streamed) logger.info(fields, 'a request took long');
  else logger.debug(fields, 'a request was answered');
}

/** Sees every request from its first to its last byte: one line in the log each, at debug unless it was slow or failed, and the telemetry's numbers. */
export function observeRequests(telemetry: Telemetry, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { traceparent } = request.headers;
    const start = {
      requestId: requestIdOf(response),
      method: request.method,
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    };
    telemetry.request(start, (watch) => {
      response.once('close', () => {
        const end = endOf(request, response);
        watch.ended(end);
        logEnd(logger, request, end, startedAt, response.writableFinished);
      });
      next();
    });
  };
}
