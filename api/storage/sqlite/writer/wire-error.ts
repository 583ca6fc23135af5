import type { ErrorCode, ErrorParams } from '@parley/contracts';
import { RequestError } from '@parley/contracts/request-error';

/** An error as it crosses from the writer's thread: only plain values survive the crossing whole. */
export type WireError =
  | {
      readonly kind: 'request';
      readonly code: ErrorCode;
      readonly params?: ErrorParams;
      readonly detail: string;
      readonly cause?: WireError;
    }
  | {
      readonly kind: 'defect';
      readonly name: string;
      readonly message: string;
      readonly code?: string;
      readonly stack?: string;
      readonly cause?: WireError;
    };

/** Deeper causes are left behind. */
const causesKept = 4;

export function toWireError(error: unknown, depth = 0): WireError {
  if (!(error instanceof Error)) return { kind: 'defect', name: 'Error', message: String(error) };
  const cause = error.cause === undefined || depth >= causesKept ? {} : { cause: toWireError(error.cause, depth + 1) };
  if (error instanceof RequestError) {
    const params = error.params === undefined ? {} : { params: error.params };
    return { kind: 'request', code: error.code, detail: error.message, ...params, ...cause };
  }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  return { kind: 'defect', name: error.name, message: error.message, ...code, ...stack, ...cause };
}

export function fromWireError(wire: WireError): Error {
  const cause = wire.cause === undefined ? undefined : fromWireError(wire.cause);
  if (wire.kind === 'request') {
    const params = wire.params === undefined ? {} : { params: wire.params };
    return new RequestError(wire.code, { detail: wire.detail, cause, ...params });
  }
  const error = new Error(wire.message, cause === undefined ? undefined : { cause });
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  return wire.code === undefined ? error : Object.assign(error, { code: wire.code });
}
