import type { Logger } from '../../logger.ts';

/**
 * Does something that is nice to have: a failure is logged at debug and answers undefined. Its name at the call says that
 * nobody depends on the outcome; everything else lets errors through.
 */
export async function bestEffort<Value>(logger: Logger, what: string, action: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await action();
  } catch (error) {
    logger.debug({ what, reason: error instanceof Error ? error.message : String(error) }, 'A best effort did not succeed.');
    return undefined;
  }
}
