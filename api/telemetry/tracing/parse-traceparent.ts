/** What a caller says of the trace it is in. */
export interface CallersTrace {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 of them: the span that the caller is in. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** version "-" trace id "-" span id "-" flags; later versions may add to it, the first may not. */
const shape = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** Reads a `traceparent` header (W3C Trace Context); undefined when there is none or it is not one. */
export function parseTraceparent(header: string | undefined): CallersTrace | undefined {
  if (header === undefined || header.length > 256) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = shape.exec(header) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
