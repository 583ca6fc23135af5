import type { IncomingHttpHeaders } from 'node:http';
import { monotonicMicros } from '../clock.ts';
import type { FakeScript } from './fake-script.ts';
import type { FakeAsk } from './wire.ts';

/** `closed`: the reader went away first. `ended` includes the ends a script asks for (`cutAt`, `resetAt`). */
export type FakeRequestState = 'open' | 'ended' | 'closed';

/** One request as the fake saw it. Times are microseconds of the machine's monotonic clock (`monotonicMicros`). */
export interface FakeRequest {
  /** 1, 2, 3 … in order of arrival. */
  readonly number: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly ask: FakeAsk;
  readonly script: FakeScript;
  readonly startedUs: number;
  /** The number of the first token sent; above 1 when the answer went on from a prefill. */
  readonly firstToken: number;
  /** When each token was handed to the socket: entry 0 is `firstToken`. Reasoning tokens come first. */
  readonly writtenUs: readonly number[];
  readonly state: FakeRequestState;
  readonly endedUs: number | undefined;
  /** Resolves when the request ended or its reader went away. */
  readonly settled: Promise<void>;
}

/** The request while it is being written to. */
export class RunningRequest implements FakeRequest {
  readonly number: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly ask: FakeAsk;
  readonly script: FakeScript;
  readonly startedUs: number = monotonicMicros();
  firstToken = 1;
  readonly writtenUs: number[] = [];
  state: FakeRequestState = 'open';
  endedUs: number | undefined;
  readonly settled: Promise<void>;
  readonly #settle: () => void;

  constructor(number: number, path: string, headers: IncomingHttpHeaders, body: Record<string, unknown>, ask: FakeAsk, script: FakeScript) {
    this.number = number;
    this.path = path;
    this.headers = headers;
    this.body = body;
    this.ask = ask;
    this.script = script;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.settled = promise;
    this.#settle = resolve;
  }

  settle(state: 'ended' | 'closed'): void {
    if (this.state !== 'open') return;
    this.state = state;
    this.endedUs = monotonicMicros();
    this.#settle();
  }
}

/** A request as `GET /__requests` and `GET /__written` tell it to another process. */
export function describeRequest(request: FakeRequest, withTimes: boolean): Record<string, unknown> {
  const { number, path, ask, script, startedUs, firstToken, writtenUs, state, endedUs } = request;
  return {
    number,
    id: script.id ?? null,
    path,
    model: ask.model,
    prompt: ask.prompt.slice(0, 500),
    startedUs,
    firstToken,
    tokens: writtenUs.length,
    state,
    endedUs: endedUs ?? null,
    ...(withTimes ? { writtenUs } : {}),
  };
}
