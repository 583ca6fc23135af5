import type { CallFailure } from '../../services/api-calls/call-failure.ts';

const overloaded = 529;

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  [overloaded]: 'overloaded_error',
};

const spent = new Set<CallFailure['code']>(['budget.exceeded', 'provider.quota-exhausted']);

/** Anthropic has statuses of its own for what is only too busy, and for what nobody pays for any more. */
export function anthropicStatus({ code, status }: CallFailure): number {
  if (spent.has(code)) return 402;
  return status === 503 ? overloaded : status;
}

export interface AnthropicError {
  readonly type: 'error';
  readonly error: { readonly type: string; readonly message: string };
  readonly request_id: string;
}

/** A failure in Anthropic's words. */
export function anthropicError(failure: CallFailure, requestId: string): AnthropicError {
  const status = anthropicStatus(failure);
  const type = types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message: failure.message }, request_id: requestId };
}
