import { errorTable, RequestError, type ErrorCode } from '@parley/contracts';
import { ProviderError } from '../../providers/port.ts';
import { errorWords } from './error-words.ts';

/** What went wrong with a call, before it is said in a vendor's words. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly retryable: boolean;
  /** The field of the request that is at fault. */
  readonly param?: string;
}

/** Whose fault it is, as a caller of the vendor would be told: a key of the operator's that is refused is not the caller's. */
const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  // OpenAI's own word for what is used up; their clients have a class for it.
  'budget.exceeded': 429,
  'provider.rate-limited': 429,
  'provider.quota-exhausted': 429,
  'provider.overloaded': 503,
  'provider.bad-request': 400,
  'provider.context-too-long': 400,
  'provider.refused': 400,
  'provider.model-not-found': 404,
  // The vendors' clients repeat a 409 by themselves.
  'endpoint.key-missing': 400,
  'endpoint.key-unreadable': 500,
};

/** Any error in one form. What nobody threw on purpose says nothing of the inside of the server. */
export function callFailure(error: unknown): CallFailure {
  if (error instanceof ProviderError || error instanceof RequestError) {
    const { code, retryAfter } = error;
    const param = error instanceof RequestError ? error.params?.['path'] : undefined;
    return {
      code,
      message: errorWords(code, error.message),
      status: statuses[code] ?? errorTable[code].status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      retryable: errorTable[code].retryable,
      ...(param === undefined ? {} : { param: String(param) }),
    };
  }
  return { code: 'server.internal', message: errorWords('server.internal', 'server.internal'), status: 500, retryable: true };
}
