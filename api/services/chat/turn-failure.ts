import { RequestError, type FinalStatus, type StopReason, type TurnError } from '@parley/contracts';
import { ProviderError } from '../../providers/port.ts';

/** How a turn ended, as it is stored and as `turn-end` says it. */
export interface Ending {
  readonly status: FinalStatus;
  readonly stopReason: StopReason;
  readonly error: TurnError | null;
}

/**
 * Why a run is ended from outside: a person stopped it, the server has to go, it has to go and another node continues the answer, or
 * another node has the turn already.
 */
export type AbortReason = 'stop' | 'drain' | 'hand-over' | 'lost';

export const interrupted: Ending = {
  status: 'interrupted',
  stopReason: 'interrupted',
  error: { code: 'turn.interrupted', message: 'The server stopped while this answer was being written.' },
};

/** The ending of a run whose signal was aborted. */
export function abortedEnding(reason: unknown): Ending {
  return reason === 'stop' ? { status: 'stopped', stopReason: 'stopped', error: null } : interrupted;
}

/** A failure as it is kept with the answer. Errors nobody threw on purpose say nothing about the inside of the server. */
export function turnError(error: unknown): TurnError {
  if (error instanceof ProviderError) {
    const params = {
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    };
    return { code: error.code, message: error.message, ...(Object.keys(params).length === 0 ? {} : { params }) };
  }
  if (error instanceof RequestError) {
    return { code: error.code, message: error.message, ...(error.params === undefined ? {} : { params: error.params }) };
  }
  return { code: 'server.internal', message: 'The server could not finish this answer.' };
}

/** Whether somebody threw the error on purpose; anything else is a defect and belongs in the log. */
export function isExpected(error: unknown): boolean {
  return error instanceof ProviderError || error instanceof RequestError;
}
