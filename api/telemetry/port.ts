/** What a request is when it comes in. */
export interface RequestStart {
  readonly requestId: string;
  readonly method: string;
  /** The caller's `traceparent` header as it came; anything that is not one is ignored. */
  readonly traceparent: string | undefined;
}

export interface RequestEnd {
  /** The route's template (`/api/turns/:id`), never the path; null where nothing matched. */
  readonly route: string | null;
  readonly status: number;
  /** The answer was a stream of events, whose length says nothing about speed. */
  readonly streamed: boolean;
}

export interface RequestWatch {
  ended(end: RequestEnd): void;
}

/** How a turn that runs is observed. */
export interface TurnWatch {
  /** Pieces that the model has streamed. Whoever streams adds one per piece; nothing else happens per piece. */
  pieces: number;
  /** The first piece has come. */
  firstPiece(): void;
  /** The endpoint is known to exist: only now may its id become a label. */
  resolved(endpoint: string): void;
  /** One call of the provider. */
  attempt<Value>(number: number, work: () => Promise<Value>): Promise<Value>;
  /** Storing the answer. */
  settle<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Called once, last; a turn that ends without it is counted as `left`. */
  ended(status: string): void;
}

/**
 * What the house is watched through: services, sockets and middleware say what happens, adapters count, trace and put ids on log lines. Nothing here
 * throws, and nothing said here may be text of a person or an id that would become a label.
 */
export interface Telemetry extends AsyncDisposable {
  /** `handle` and everything it starts belong to the request. */
  request(start: RequestStart, handle: (watch: RequestWatch) => void): void;
  /** The same for a turn; what is started inside another turn is only linked to it. */
  turn<Value>(turnId: string, work: (watch: TurnWatch) => Promise<Value>): Promise<Value>;
  /** The same object with each verb's time taken. Works for whatever has methods that return promises. */
  watchVerbs<Verbs extends object>(verbs: Verbs): Verbs;
  /** A reader was cut as `realtime.slow-reader`. */
  slowReader(): void;
  /** What a `traceparent` header says to whoever is called now and may know of the trace; undefined where nothing is traced. */
  traceparent(): string | undefined;
}

/** Sees nothing: for tests, and for whoever is given none. */
export const silentTelemetry: Telemetry = {
  request: (_start, handle) => handle({ ended: () => undefined }),
  turn: (_turnId, work) =>
    work({
      pieces: 0,
      firstPiece: () => undefined,
      resolved: () => undefined,
      attempt: (_number, attempt) => attempt(),
      settle: (settle) => settle(),
      ended: () => undefined,
    }),
  watchVerbs: (verbs) => verbs,
  slowReader: () => undefined,
  traceparent: () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};
