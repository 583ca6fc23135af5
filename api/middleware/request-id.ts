import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** The id of a request, said in its errors and its log lines. Ours alone: a caller's own would be a way into the logs. */
export const requestIdOf = (response: Response): string => response.getHeader('X-Request-Id') as string;

export const requestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', randomBytes(9).toString('base64url'));
  next();
};
