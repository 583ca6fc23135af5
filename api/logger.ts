import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, type DestinationStream } from 'pino';

/**
 * Structured logs: one JSON object a line, in which CR and LF cannot forge another. Lines inside a request or a turn carry its id by themselves. Never
 * pass keys, tokens or message text.
 */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

type Fields = Readonly<Record<string, unknown>>;

const ambient = new AsyncLocalStorage<Fields>();

/**
 * Puts fields on every line that the work logs, and on every line of what it starts. Fields given inside are added; a turn inside a turn begins anew,
 * since the request of the first has nothing to do with the second.
 */
export function withLogFields<Value>(fields: Fields, work: () => Value): Value {
  const around = ambient.getStore();
  const nested = around !== undefined && !('turnId' in fields && 'turnId' in around);
  return ambient.run(nested ? { ...around, ...fields } : fields, work);
}

/** Fields that would be secrets if somebody passed them by mistake. */
const secretNames = ['authorization', 'cookie', 'password', 'token', 'key', 'secret', 'apiKey'];
const redact = secretNames.flatMap((name) => [name, `*.${name}`]);

/** What looks like a secret wherever it stands, such as in the words of an error: the beginning is kept to tell which one it was. */
const secretShapes: readonly (readonly [shape: RegExp, mask: string])[] = [
  [/\b(sk|pk|rk)-[\w-]{4}[\w-]{8,}/g, '$1-…'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, 'eyJ…'],
  [/(\/\/[^\s/:@"]*):[^\s/@"]+@/g, '$1:…@'],
];

const masked = (line: string): string => secretShapes.reduce((text, [shape, mask]) => text.replace(shape, mask), line);

/** Logs to standard error, so that standard output stays the start line's. */
export function createLogger(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const options = {
    level,
    base: null,
    redact,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ambient.getStore() ?? {},
    mixinMergeStrategy: (own: object, around: object) => ({ ...around, ...own }),
  };
  return pino(options, { write: (line) => destination.write(masked(line)) });
}

/** Says nothing: for tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
