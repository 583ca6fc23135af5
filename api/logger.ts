import { pino, type DestinationStream } from 'pino';

/** Structured logs: one JSON object a line, in which CR and LF cannot forge another. Never pass keys, tokens or message text. */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Fields that would be secrets if somebody passed them by mistake. */
const redact = ['authorization', 'cookie', 'password', 'token', 'key', '*.authorization', '*.cookie', '*.password', '*.token', '*.key'];

/** Logs to standard error, so that standard output stays the start line's. */
export function createLogger(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino({ level, base: null, redact, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** Says nothing: for tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
