import type { Request, Response } from 'express';
import type { Logger } from '../../logger.ts';
import { discardBody } from '../../middleware/discard-body.ts';
import { carriesBody } from '../../middleware/read-json.ts';
import { requestIdOf } from '../../middleware/request-id.ts';
import { anthropicError, anthropicStatus } from './anthropic-error.ts';
import { callFailure } from '../../services/api-calls/call-failure.ts';
import { openAiError } from './openai-error.ts';

const waits = new Set([429, 503, 529]);

/** Answers a failure in the words of whoever's interface was called. What has begun to answer can only be broken off. */
export async function sendV1Error(request: Request, response: Response, error: unknown, anthropic: boolean, logger: Logger): Promise<void> {
  const failure = callFailure(error);
  const requestId = requestIdOf(response);
  if (failure.code === 'server.internal') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger.error({ requestId, method: request.method, path: request.path, stack }, 'a request failed');
  }
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (!request.readableEnded && carriesBody(request) && !(await discardBody(request))) response.setHeader('Connection', 'close');
  const status = anthropic ? anthropicStatus(failure) : failure.status;
  if (waits.has(status) && failure.retryable) response.setHeader('Retry-After', String(Math.max(1, Math.ceil(failure.retryAfter ?? 1))));
  // Both vendors' clients heed it: they would repeat by themselves what cannot succeed.
  response.setHeader('X-Should-Retry', String(failure.retryable));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).json(anthropic ? anthropicError(failure, requestId) : openAiError(failure));
}
