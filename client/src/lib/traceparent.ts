/** So many random bytes in hexadecimal digits, from what also exists on plain http. All zeros, once in 2^64 clicks, are no id and no trace. */
const hex = (bytes: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * A `traceparent` header (W3C Trace Context) for a trace that begins now, at a click. The server goes on with it where its operator collects
 * traces; the ids are random and say nothing about the person.
 */
export const newTraceparent = (): string => `00-${hex(16)}-${hex(8)}-01`;
