import type { ErrorCode } from '@parley/contracts';

/** Sentences for errors that are thrown with a code alone. */
const sentences: Partial<Readonly<Record<ErrorCode, string>>> = {
  'api-key.refused': 'The API key is missing, unknown, expired or revoked. Make one in the settings of Parley.',
  'api-key.scope-missing': 'This API key may not do this.',
  'api-key.disabled': 'The operator of this server lets no programs in with keys.',
  'request.rate-limited': 'Too many requests in a short time.',
  'request.too-large': 'The request is larger than this server takes.',
  'request.too-deep': 'The request is nested more deeply than this server takes.',
  'request.malformed-json': 'The body is not JSON.',
  'request.unsupported-media-type': 'The body must be application/json, not compressed.',
  'request.unknown-route': 'There is nothing at this address.',
  'request.method-not-allowed': 'This address does not take this method.',
  'turn.too-many-running': 'Too many answers are being written for this account at once.',
  'terms.not-accepted': 'Agree to the terms of this server first: they are shown when its pages are opened in a browser.',
  'model.not-offered': 'The operator of this server does not offer this model.',
  'endpoint.not-found': 'There is no such provider.',
  'endpoint.key-missing': 'This provider needs a key that has not been entered.',
  'endpoint.key-unreadable': 'The key that was entered for this provider cannot be read any more; enter it again.',
  'server.draining': 'The server is restarting.',
  'server.storage-unavailable': 'The server cannot reach its storage right now.',
  'server.internal': 'The server met a defect.',
};

/** What an error says in English: its own detail, or the sentence of its code. */
export const errorWords = (code: ErrorCode, message: string): string => (message === code ? (sentences[code] ?? code) : message);
