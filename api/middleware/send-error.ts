import type { ErrorRequestHandler, Response } from 'express';
import { RequestError, type ErrorBody } from '@parley/contracts';
import type { Logger } from '../logger.ts';
import { discardBody } from './discard-body.ts';
import { carriesBody } from './read-json.ts';
import { requestIdOf } from './request-id.ts';

/** Errors the framework throws for what a caller sent, such as a path that is not valid UTF-8. */
const isBadRequest = (error: unknown): boolean => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
};

const asRequestError = (error: unknown): RequestError | null => {
  if (error instanceof RequestError) return error;
  return isBadRequest(error) ? new RequestError('request.invalid', { cause: error }) : null;
};

export function sendError(response: Response, error: RequestError): void {
  const body: ErrorBody = {
    error: {
      code: error.code,
      message: error.message,
      ...(error.params === undefined ? {} : { params: error.params }),
      requestId: requestIdOf(response),
    },
  };
  if (error.status === 429 || error.status === 503)
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfter ?? 1))));
  response.setHeader('Cache-Control', 'no-store');
  response.status(error.status).json(body);
}

/** The one translator of errors into answers. What was not thrown on purpose is a defect: logged whole, answered without detail. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const known = asRequestError(error);
    if (known === null || known.status >= 500) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      logger.error({ requestId: requestIdOf(response), method: request.method, path: request.path, stack }, 'a request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const refusal = known ?? new RequestError('server.internal');
    if (request.readableEnded || !carriesBody(request)) {
      sendError(response, refusal);
      return;
    }
    void discardBody(request).then((whole) => {
      if (!whole) response.setHeader('Connection', 'close');
      sendError(response, refusal);
    });
  };
}
