import { createLineSplitter, SseLimitError } from './sse-line-splitter.ts';

/** One event of an event stream. */
export interface SseEvent {
  /** `message` when the stream names none. */
  readonly event: string;
  /** The `data` lines, joined by LF. */
  readonly data: string;
  /** The `id` this event carried itself; undefined when it had none. */
  readonly id: string | undefined;
}

export interface SseParserOptions {
  readonly maxLineBytes: number;
  /** All lines of one event together; absent means the cap of a line. */
  readonly maxEventBytes?: number;
}

export interface SseParser {
  /** Reads more bytes; events are handed on before it returns. Throws `SseLimitError` past a cap; no more may be pushed after that. */
  push(chunk: Uint8Array): void;
  /**
   * Says that the stream ended. The standard drops an event that no empty line closed; many servers forget that line after
   * their last event, so it is handed on.
   */
  end(): void;
}

const colon = 58;
const space = 32;
const longestName = 'event'.length;

const isField = (name: string, bytes: Uint8Array, from: number, length: number): boolean => {
  if (length !== name.length) return false;
  for (let index = 0; index < length; index += 1) if (bytes[from + index] !== name.charCodeAt(index)) return false;
  return true;
};

/**
 * A push parser of `text/event-stream` (WHATWG HTML §9.2.6) for Node and browsers: bytes in, events out, the same events
 * however the bytes are split. Text is decoded once per line, never joined from pieces.
 */
export function createSseParser(options: SseParserOptions, onEvent: (event: SseEvent) => void): SseParser {
  const { maxLineBytes, maxEventBytes = maxLineBytes } = options;
  // Without `ignoreBOM` the decoder would swallow a U+FEFF at the beginning of every line, not of the stream alone.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let event = '';
  let data = '';
  let dataLines = 0;
  let id: string | undefined;
  let eventBytes = 0;
  let first = true;

  function dispatch(): void {
    const ready = dataLines > 0 ? { event: event === '' ? 'message' : event, data, id } : undefined;
    event = '';
    data = '';
    dataLines = 0;
    id = undefined;
    eventBytes = 0;
    if (ready) onEvent(ready);
  }

  function field(bytes: Uint8Array, from: number, to: number): void {
    // A comment, or a name longer than any we know.
    let nameEnd = from;
    while (nameEnd < to && bytes[nameEnd] !== colon) if (++nameEnd - from > longestName) return;
    const length = nameEnd - from;
    if (length === 0) return;
    let valueFrom = Math.min(nameEnd + 1, to);
    if (valueFrom < to && bytes[valueFrom] === space) valueFrom += 1;

    if (isField('data', bytes, from, length)) {
      const value = decoder.decode(bytes.subarray(valueFrom, to));
      data = dataLines === 0 ? value : `${data}\n${value}`;
      dataLines += 1;
    } else if (isField('event', bytes, from, length)) {
      event = decoder.decode(bytes.subarray(valueFrom, to));
    } else if (isField('id', bytes, from, length)) {
      const value = decoder.decode(bytes.subarray(valueFrom, to));
      if (!value.includes('\0')) id = value;
    } else {
      return;
    }
    eventBytes += to - from;
    if (eventBytes > maxEventBytes) throw new SseLimitError('event', maxEventBytes);
  }

  const lines = createLineSplitter(maxLineBytes, (bytes, from, to) => {
    let start = from;
    if (first) {
      first = false;
      if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf && to - from >= 3) start += 3;
    }
    if (start === to) dispatch();
    else field(bytes, start, to);
  });

  return {
    push: (chunk) => lines.push(chunk),
    end() {
      lines.rest();
      dispatch();
    },
  };
}
