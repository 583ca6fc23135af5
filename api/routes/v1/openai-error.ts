import type { CallFailure } from '../../services/api-calls/call-failure.ts';

/** What OpenAI's own clients and reference call these. */
const codes: Readonly<Record<string, string>> = {
  'api-key.refused': 'invalid_api_key',
  'model.not-found': 'model_not_found',
  'endpoint.not-found': 'model_not_found',
  'provider.model-not-found': 'model_not_found',
  'provider.context-too-long': 'context_length_exceeded',
  'provider.rate-limited': 'rate_limit_exceeded',
  'request.rate-limited': 'rate_limit_exceeded',
  'turn.too-many-running': 'rate_limit_exceeded',
  'provider.quota-exhausted': 'insufficient_quota',
  'budget.exceeded': 'insufficient_quota',
  'provider.refused': 'content_filter',
};

function typeOf({ code, status }: CallFailure): string {
  if (codes[code] === 'insufficient_quota') return 'insufficient_quota';
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

export interface OpenAiError {
  readonly error: { readonly message: string; readonly type: string; readonly param: string | null; readonly code: string };
}

/** A failure in OpenAI's words. */
export function openAiError(failure: CallFailure): OpenAiError {
  const { code, message, param = null } = failure;
  return { error: { message, type: typeOf(failure), param, code: codes[code] ?? code } };
}
