/** The version both sides say in `hello` and `welcome`. */
export const protocolVersion = 1;

/** WebSocket close codes (RFC 6455 §7.4.2: 4000-4999 are private use). */
export const closeCodes = {
  protocol: 4400,
  unauthorized: 4401,
  tooManySockets: 4429,
  slowReader: 4408,
  draining: 4503,
} as const;
