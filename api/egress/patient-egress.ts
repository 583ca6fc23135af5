import type { Egress, EgressRequest } from './port.ts';

/** How long a request may take for its steps. Milliseconds; absent: as for all. */
export type Patience = Pick<EgressRequest, 'connectMs' | 'firstByteMs' | 'silenceMs'>;

/** The same door; requests that say nothing about their times have these. It is not the owner of the door: disposing it does nothing. */
export function patientEgress(egress: Egress, patience: Patience): Egress {
  return {
    stream: (request, handler) => egress.stream({ ...patience, ...request }, handler),
    fetch: (request) => egress.fetch({ ...patience, ...request }),
    allow: (hostPort) => egress.allow(hostPort),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
