const lf = 10;
const cr = 13;

/** Receives one line as bytes `from`–`to` of `bytes`, without its ending; valid only during the call. */
export type OnLine = (bytes: Uint8Array, from: number, to: number) => void;

/** Thrown when a peer sends more than it may: the cap is named, so that a person can be told which one. */
export class SseLimitError extends Error {
  override readonly name = 'SseLimitError';
  readonly limit: 'line' | 'event';
  /** The cap in bytes. */
  readonly bytes: number;

  constructor(limit: 'line' | 'event', bytes: number) {
    super(`an event stream's ${limit} is longer than ${bytes} bytes`);
    this.limit = limit;
    this.bytes = bytes;
  }
}

/**
 * Cuts pushed bytes into lines that end in LF, CR or CRLF, wherever the chunks are split. A line that lies inside one
 * chunk is handed on without being copied; the beginning of an unfinished one is kept in a buffer that grows by doubling, so
 * that a line arriving byte by byte costs no more than its length. Throws `SseLimitError` past `maxLineBytes`.
 */
export function createLineSplitter(maxLineBytes: number, onLine: OnLine): { push(chunk: Uint8Array): void; rest(): void } {
  let kept = new Uint8Array(0);
  let keptBytes = 0;
  let afterCr = false;

  function keep(chunk: Uint8Array, from: number, to: number): void {
    const size = keptBytes + to - from;
    if (size > maxLineBytes) throw new SseLimitError('line', maxLineBytes);
    if (size > kept.length) {
      const grown = new Uint8Array(Math.max(size, kept.length * 2, 256));
      grown.set(kept.subarray(0, keptBytes));
      kept = grown;
    }
    kept.set(chunk.subarray(from, to), keptBytes);
    keptBytes = size;
  }

  function emit(chunk: Uint8Array, from: number, to: number): void {
    if (keptBytes === 0) {
      if (to - from > maxLineBytes) throw new SseLimitError('line', maxLineBytes);
      onLine(chunk, from, to);
      return;
    }
    keep(chunk, from, to);
    const size = keptBytes;
    const bytes = kept;
    keptBytes = 0;
    // One giant line must not pin its buffer for the rest of the stream.
    if (kept.length > 65_536) kept = new Uint8Array(0);
    onLine(bytes, 0, size);
  }

  return {
    push(chunk) {
      const length = chunk.length;
      let from = 0;
      if (afterCr && length > 0) {
        afterCr = false;
        if (chunk[0] === lf) from = 1;
      }
      // Both are remembered: searching the rest of a chunk again for every line would cost its square.
      let nextLf = chunk.indexOf(lf, from);
      let nextCr = chunk.indexOf(cr, from);
      while (from < length) {
        if (nextLf !== -1 && nextLf < from) nextLf = chunk.indexOf(lf, from);
        if (nextCr !== -1 && nextCr < from) nextCr = chunk.indexOf(cr, from);
        const end = nextCr !== -1 && (nextLf === -1 || nextCr < nextLf) ? nextCr : nextLf;
        if (end === -1) {
          keep(chunk, from, length);
          return;
        }
        emit(chunk, from, end);
        from = end + 1;
        if (chunk[end] !== cr) continue;
        if (from === length) afterCr = true;
        else if (chunk[from] === lf) from += 1;
      }
    },
    rest() {
      if (keptBytes > 0) emit(kept, 0, 0);
    },
  };
}
