/** Whose side an error is on, so that a person knows whether to change something, wait, or call the operator. */
export type ErrorOrigin = 'you' | 'server' | 'provider' | 'network';

interface ErrorRow {
  /** The HTTP status when the error answers a request. */
  readonly status: number;
  readonly origin: ErrorOrigin;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
}

const row = (status: number, origin: ErrorOrigin, retryable = false): ErrorRow => ({ status, origin, retryable });

/**
 * The one table of error codes. A code is `area.reason` and is also the localization key of its sentence
 * (`errors.<code>` in the client): a code without a sentence does not compile there.
 */
export const errorTable = {
  'request.invalid': row(400, 'you'),
  'request.malformed-json': row(400, 'you'),
  'request.too-deep': row(400, 'you'),
  'request.too-large': row(413, 'you'),
  'request.unsupported-media-type': row(415, 'you'),
  'request.unknown-route': row(404, 'you'),
  'request.method-not-allowed': row(405, 'you'),
  'request.origin-refused': row(403, 'you'),
  'request.insecure': row(403, 'server'),
  'request.rate-limited': row(429, 'you', true),

  'server.internal': row(500, 'server', true),
  'server.draining': row(503, 'server', true),
  'server.storage-unavailable': row(503, 'server', true),

  'auth.required': row(401, 'you'),
  'auth.expired': row(401, 'you'),
  'auth.session-revoked': row(401, 'you'),
  'auth.refresh-refused': row(401, 'you'),
  'auth.invalid-credentials': row(401, 'you'),
  'auth.throttled': row(429, 'you', true),
  'auth.forbidden': row(403, 'you'),
  'auth.registration-closed': row(403, 'server'),
  'auth.code-refused': row(403, 'you'),
  'auth.domain-refused': row(403, 'server'),
  'account.password-refused': row(400, 'you'),
  'terms.not-accepted': row(403, 'you'),
  'terms.changed': row(409, 'you'),

  'api-key.not-found': row(404, 'you'),
  'api-key.too-many': row(409, 'you'),
  'api-key.refused': row(401, 'you'),
  'api-key.scope-missing': row(403, 'you'),
  'api-key.disabled': row(403, 'server'),

  'session.not-found': row(404, 'you'),
  'conversation.not-found': row(404, 'you'),
  'conversation.id-taken': row(409, 'you'),
  'message.not-found': row(404, 'you'),
  'message.id-taken': row(409, 'you'),
  'message.busy': row(409, 'you', true),
  'message.not-editable': row(409, 'you'),
  'turn.not-found': row(404, 'you'),
  'turn.mismatch': row(409, 'you'),
  'turn.not-queued': row(409, 'you'),
  'turn.queue-full': row(409, 'you', true),
  'turn.too-many-running': row(429, 'you', true),
  'turn.not-continuable': row(409, 'you'),
  'turn.wrong-parent': row(409, 'you'),
  'turn.stale-epoch': row(409, 'server'),
  'turn.interrupted': row(500, 'server', true),
  'turn.too-long': row(500, 'server'),

  'file.not-found': row(404, 'you'),
  'file.too-large': row(413, 'you'),
  'file.too-large-together': row(413, 'you'),
  'file.none-taken': row(415, 'you'),
  'file.empty': row(400, 'you'),
  'file.type-refused': row(415, 'you'),
  'file.quota-exceeded': row(409, 'you'),
  'file.in-use': row(409, 'you'),
  'file.too-many': row(400, 'you'),
  'file.too-many-at-once': row(429, 'you', true),
  'file.too-many-uploads': row(429, 'you', true),
  'file.cut-off': row(400, 'network', true),

  'budget.exceeded': row(402, 'you'),
  'budget.unknown-principal': row(400, 'you'),

  'endpoint.not-found': row(404, 'you'),
  'endpoint.key-missing': row(409, 'you'),
  'endpoint.key-unreadable': row(409, 'server'),
  'endpoint.url-refused': row(400, 'you'),
  'endpoint.busy': row(503, 'server', true),
  'model.not-found': row(404, 'you'),
  'preset.not-found': row(404, 'you'),
  'preset.id-taken': row(409, 'you'),
  'preset.too-many': row(409, 'you'),
  'preset.too-many-favourites': row(409, 'you'),
  'preset.not-a-preset': row(400, 'you'),
  'model.not-offered': row(403, 'you'),
  'model.ambiguous': row(400, 'you'),
  'api-call.unsupported': row(400, 'you'),

  'context.nothing-to-compact': row(409, 'you'),
  'context.summary-failed': row(502, 'provider', true),
  'context.note-not-found': row(404, 'you'),
  'context.not-kept': row(404, 'server'),
  'context.too-many-marks': row(409, 'you'),

  'provider.unreachable': row(502, 'network', true),
  'provider.timeout': row(504, 'network', true),
  'provider.cut-off': row(502, 'network', true),
  'provider.key-refused': row(502, 'you'),
  'provider.forbidden': row(502, 'you'),
  'provider.quota-exhausted': row(502, 'you'),
  'provider.rate-limited': row(502, 'provider', true),
  'provider.overloaded': row(502, 'provider', true),
  'provider.failed': row(502, 'provider', true),
  'provider.bad-request': row(502, 'you'),
  'provider.model-not-found': row(502, 'you'),
  'provider.context-too-long': row(502, 'you'),
  'provider.refused': row(502, 'provider'),
  'provider.bad-answer': row(502, 'provider', true),
  'provider.answer-too-large': row(502, 'provider'),

  'egress.blocked': row(400, 'you'),
  'egress.too-many-redirects': row(502, 'provider'),

  'realtime.protocol': row(400, 'you'),
  'realtime.too-many-sockets': row(429, 'you', true),
  'realtime.too-many-topics': row(409, 'you'),
  'realtime.frame-too-large': row(413, 'you'),
  'realtime.slow-reader': row(503, 'network', true),
  'realtime.unknown-topic': row(404, 'you'),
} as const satisfies Record<`${string}.${string}`, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];
