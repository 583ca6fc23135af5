import type { LogEntry, LogReader } from '../ports.ts';

/** Entries of one chunk. A full chunk is sealed into one string: a quarter of the memory, and no array ever grows by copying. */
const chunkEntries = 256;

interface ReaderState {
  readonly reader: LogReader;
  cursor: number;
  delivering: boolean;
  stopped: boolean;
}

/** The events of one turn in memory, and whoever reads them. */
export interface TurnTail {
  /** The last seq; 0 when empty. */
  readonly seq: number;
  /** Characters held. */
  readonly bytes: number;
  /** Numbers the event, keeps it and shows it to the readers before it returns. */
  append(encode: (seq: number) => string): number;
  /** Takes encoded events over that follow the last one, and shows them to the readers together. */
  appendLines(lines: readonly string[]): void;
  /** Starts with what an earlier process left: encoded events 1, 2, 3 …, before anything was appended. */
  restore(lines: readonly string[]): void;
  /** The encoded events after `cursor`, one per line; empty when there are none. Stops early once it has so many characters. */
  textAfter(cursor: number, enough?: number): string;
  /** See `TurnLog.read`. */
  read(cursor: number, reader: LogReader): () => void;
  /** Ends every reader, present and future. `ended` still delivers what a reader lacks; `gone` does not. */
  end(reason: 'ended' | 'gone'): void;
}

/** `onReaderError` hears of a reader that threw; it is dropped, so that it harms neither the turn nor other readers. */
export function createTurnTail(onReaderError: (error: unknown) => void): TurnTail {
  const sealed: string[] = [];
  let open: LogEntry[] = [];
  let seq = 0;
  let bytes = 0;
  let ended: 'ended' | 'gone' | null = null;
  const readers = new Set<ReaderState>();

  function push(encoded: string): LogEntry {
    seq += 1;
    bytes += encoded.length + 1;
    const entry = { seq, encoded };
    open.push(entry);
    if (open.length === chunkEntries) {
      sealed.push(open.map((each) => each.encoded).join('\n'));
      open = [];
    }
    return entry;
  }

  /** What follows the cursor, up to the end of its chunk. */
  function sliceAfter(cursor: number): readonly LogEntry[] {
    const index = Math.floor(cursor / chunkEntries);
    const text = sealed[index];
    const skip = cursor % chunkEntries;
    if (text === undefined) return skip === 0 ? [...open] : open.slice(skip);
    const lines = text.split('\n');
    return lines.slice(skip).map((encoded, offset) => ({ seq: cursor + offset + 1, encoded }));
  }

  function drop(state: ReaderState): void {
    state.stopped = true;
    readers.delete(state);
  }

  function guarded(state: ReaderState, call: () => void): void {
    try {
      call();
    } catch (error) {
      drop(state);
      onReaderError(error);
    }
  }

  function finish(state: ReaderState): void {
    if (state.stopped || ended === null) return;
    const reason = ended;
    drop(state);
    guarded(state, () => state.reader.onEnd(reason));
  }

  /**
   * Brings one reader up to date. Backfill and live entries take this same way, so there is no seam between them; an
   * append from inside a reader's callback is picked up by the loop that is already running.
   */
  function deliver(state: ReaderState, latest?: readonly LogEntry[]): void {
    if (state.delivering) return;
    state.delivering = true;
    let next = latest !== undefined && state.cursor === seq - latest.length ? latest : undefined;
    while (!state.stopped && ended !== 'gone' && state.cursor < seq) {
      const entries = next ?? sliceAfter(state.cursor);
      next = undefined;
      state.cursor += entries.length;
      guarded(state, () => {
        if (state.reader.onEntries(entries) === false) drop(state);
      });
    }
    state.delivering = false;
    finish(state);
  }

  return {
    get seq() {
      return seq;
    },
    get bytes() {
      return bytes;
    },
    append(encode) {
      const entry = push(encode(seq + 1));
      if (readers.size > 0) {
        const latest = [entry];
        for (const state of readers) deliver(state, latest);
      }
      return entry.seq;
    },
    appendLines(lines) {
      const latest = lines.map(push);
      for (const state of readers) deliver(state, latest);
    },
    restore(lines) {
      for (const line of lines) push(line);
    },
    textAfter(cursor, enough = Infinity) {
      const texts: string[] = [];
      let length = 0;
      let at = cursor;
      while (at < seq && length < enough) {
        const whole = at % chunkEntries === 0 ? sealed[at / chunkEntries] : undefined;
        const slice = whole === undefined ? sliceAfter(at) : undefined;
        const text = whole ?? slice!.map((entry) => entry.encoded).join('\n');
        texts.push(text);
        length += text.length;
        at += slice?.length ?? chunkEntries;
      }
      return texts.join('\n');
    },
    read(cursor, reader) {
      const state: ReaderState = { reader, cursor, delivering: false, stopped: false };
      readers.add(state);
      deliver(state);
      if (!state.stopped) guarded(state, () => reader.onCaughtUp?.());
      return () => drop(state);
    },
    end(reason) {
      ended = reason;
      for (const state of readers) deliver(state);
    },
  };
}
