/** What may be said of a span: numbers, ids and names of our own. Never text of a person. */
export type SpanFields = Readonly<Record<string, string | number | boolean>>;

/** Something that has begun and is part of a trace. */
export interface OpenSpan {
  /** For log lines; undefined where nobody records this trace. */
  readonly traceId: string | undefined;
  /** `work` and all that it starts are inside this span. */
  within<Value>(work: () => Value): Value;
  set(fields: SpanFields): void;
  /** Says by a code that it went wrong. */
  fail(code: string): void;
  /** Ends it, with the code of what went wrong if something did. Ending it twice does nothing more. */
  end(failure?: string): void;
  rename(name: string): void;
}

/** Traces as the rest of the telemetry sees them. Nothing here throws or waits for a collector. */
export interface Tracing extends AsyncDisposable {
  /** A request; it goes on with its caller's trace when the header is one. */
  request(traceparent: string | undefined): OpenSpan;
  /** A turn: part of the request that began it. What is begun by another turn, or by what is over, is a trace of its own with a link to it. */
  turn(): OpenSpan;
  /** A part of what is going on; undefined where nothing is, or where nobody records it. */
  part(name: string, kind: 'internal' | 'call'): OpenSpan | undefined;
  /** The header by which somebody who is called now can go on with the trace. */
  traceparent(): string | undefined;
}
