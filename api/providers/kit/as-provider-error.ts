import { RequestError } from '@parley/contracts';
import { ProviderError } from '../port.ts';

/** Gives what egress reports the shape of a provider's failure. Anything unexpected passes as it is: a defect must look like one. */
export function asProviderError(error: unknown): unknown {
  if (!(error instanceof RequestError)) return error;
  return new ProviderError(error.code, error.message, {
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    cause: error,
  });
}
