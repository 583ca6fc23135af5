import type { LogReader } from '../ports.ts';
import type { TurnTail } from '../tail/turn-tail.ts';

/** Keeps the readers of one turn: the log this node owns, or the follower of another node's. */
export interface SlotHome {
  /** The reader ended, or was stopped, while it was here. */
  left(slot: ReaderSlot): void;
}

/** One reader, with its place, so that it can move when the turn moves to or from this node. */
export interface ReaderSlot {
  /** The last seq it was given. */
  readonly cursor: number;
  /** Moves it to a home; nothing is delivered until `attach`. */
  enter(home: SlotHome): void;
  /** Reads on from this tail. */
  attach(tail: TurnTail): void;
  /** Takes it from its tail, to be attached to another. */
  detach(): void;
  end(reason: 'ended' | 'gone'): void;
  stop(): void;
}

/** Whatever tails it reads from, the reader sees one reading: entries in order, caught up once, ended once. */
export function createReaderSlot(reader: LogReader, start: number): ReaderSlot {
  let cursor = start;
  let caughtUp = false;
  let over = false;
  let home: SlotHome | null = null;
  let leaveTail = (): void => undefined;

  function finish(): boolean {
    if (over) return false;
    over = true;
    leaveTail();
    home?.left(slot);
    return true;
  }

  const passOn: LogReader = {
    onEntries(entries) {
      cursor = entries.at(-1)?.seq ?? cursor;
      let more: void | false = false;
      try {
        more = reader.onEntries(entries);
      } finally {
        if (more === false) finish();
      }
      return more;
    },
    onCaughtUp() {
      if (caughtUp) return;
      caughtUp = true;
      reader.onCaughtUp?.();
    },
    onEnd(reason) {
      if (finish()) reader.onEnd(reason);
    },
  };

  const slot: ReaderSlot = {
    get cursor() {
      return cursor;
    },
    enter(next) {
      home = next;
    },
    attach(tail) {
      if (over) return;
      leaveTail();
      leaveTail = tail.read(cursor, passOn);
      if (over) leaveTail();
    },
    detach() {
      leaveTail();
      leaveTail = () => undefined;
    },
    end: (reason) => passOn.onEnd(reason),
    stop: () => void finish(),
  };
  return slot;
}
