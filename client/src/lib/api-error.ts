import { errorTable, type ErrorCode, type ErrorParams } from '@parley/contracts';
import type { ClientErrorCode } from '../localization/en/first-errors.ts';

interface ApiErrorOptions {
  readonly status?: number;
  readonly params?: ErrorParams | undefined;
  readonly requestId?: string | undefined;
  /** Seconds the server asks to wait. */
  readonly retryAfter?: number | undefined;
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/** Why a request has no answer: the server's code, or one of the client's own for what happened on the way. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** A code of the table; a newer server may send one this client does not know. */
  readonly code: ErrorCode | ClientErrorCode | (string & {});
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly params: ErrorParams | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode | ClientErrorCode | (string & {}), options: ApiErrorOptions = {}) {
    super(options.detail ?? code, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 0;
    this.params = options.params;
    this.requestId = options.requestId;
    this.retryAfter = options.retryAfter;
  }

  /** Whether no answer came because the server could not be reached. */
  get offline(): boolean {
    return this.code === 'network.offline';
  }

  /** Whether the same request may succeed later without being changed. */
  get retryable(): boolean {
    if (this.status === 0) return true;
    return isErrorCode(this.code) ? errorTable[this.code].retryable : this.status >= 500;
  }
}

/** Whether a request was refused with this code. */
export const isRefusal = (error: unknown, code: string): boolean => error instanceof ApiError && error.code === code;

/** Whether this text is a code of the table. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

interface Body {
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly params?: ErrorParams; readonly requestId?: unknown };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads a refusal. Whatever stands between us and the server may have answered instead, so nothing of its shape is taken for granted. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body: Body = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const fallback = response.status === 429 ? 'request.rate-limited' : response.status >= 500 ? 'network.interrupted' : 'client.unexpected';
  return new ApiError(text(body.error?.code) ?? fallback, {
    status: response.status,
    params: body.error?.params,
    requestId: text(body.error?.requestId) ?? response.headers.get('x-request-id') ?? undefined,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
    detail: text(body.error?.message),
  });
}
