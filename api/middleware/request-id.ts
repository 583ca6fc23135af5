import { randomFillSync } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** The id of a request, said in its errors and its log lines. Ours alone: a caller's own would be a way into the logs. */
export const requestIdOf = (response: Response): string => response.getHeader('X-Request-Id') as string;

const idBytes = 9;
/** Randomness for some hundred ids, since asking the system each time costs more than all the rest of an id. */
const pool = Buffer.alloc(idBytes * 400);
let used = pool.length;

function nextId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idBytes;
  return pool.toString('base64url', used - idBytes, used);
}

export const requestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', nextId());
  next();
};
