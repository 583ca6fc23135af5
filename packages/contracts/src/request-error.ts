import { errorTable, type ErrorCode, type ErrorOrigin } from './error-table.ts';
import type { ErrorParams } from './errors.ts';

interface RequestErrorOptions {
  readonly params?: ErrorParams;
  /** English detail for logs and for `error.message`; never a secret, a path or another person's data. */
  readonly detail?: string;
  /** Seconds; becomes `Retry-After`. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** The one error that is thrown on purpose. Anything else that is thrown is a defect and answers `server.internal`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly params: ErrorParams | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: RequestErrorOptions = {}) {
    super(options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.params = options.params;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get origin(): ErrorOrigin {
    return errorTable[this.code].origin;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}

/** Throws `code` unless `condition` holds; narrows the condition for the lines after it. */
export function assertThat(condition: unknown, code: ErrorCode, options?: RequestErrorOptions): asserts condition {
  if (!condition) throw new RequestError(code, options);
}
