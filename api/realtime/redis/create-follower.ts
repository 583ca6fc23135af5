import { createTurnTail, type TurnTail } from '../tail/turn-tail.ts';
import type { ReaderSlot, SlotHome } from './reader-slot.ts';
import { RedisAwayError, type Redis } from './redis.ts';
import { after, parseMessage, readPage, turnChannel, type LogPage, type LogPiece } from './turn-scripts.ts';

export interface FollowerOptions {
  readonly redis: Redis;
  /** Milliseconds to wait for a log that is not there: it may begin in a moment. */
  readonly grace: number;
  /** Milliseconds to wait for a log that was there and is not: its owner writes it again after Redis lost its data. */
  readonly lostGrace: number;
  /** Milliseconds of silence after which the stream is read, in case a message was lost. */
  readonly verifyEvery: number;
  readonly onError: (error: unknown, what: string) => void;
}

/** Reads a turn that another node runs, once for all readers of this node. */
export interface Follower extends SlotHome {
  readonly turnId: string;
  /** Characters held. */
  readonly bytes: number;
  take(slot: ReaderSlot): void;
  /** Reads the stream if nothing was heard for a while. */
  verify(): void;
  /** Reads the stream: something may have been missed. */
  reread(): void;
  /** Ends its readers as gone. */
  gone(): void;
  /** Gives its readers up, to be served from elsewhere. */
  release(): readonly ReaderSlot[];
}

/**
 * Subscribes first, then reads the stream, then takes what the channel brings: events join by their seq, so what comes twice is dropped
 * and a hole is read from the stream. Ends with its last reader, then calls `onOver`.
 */
export function createFollower(turnId: string, options: FollowerOptions, onOver: (follower: Follower) => void): Follower {
  const { redis, grace, lostGrace, verifyEvery, onError } = options;
  const slots = new Set<ReaderSlot>();
  const newTail = (): TurnTail => createTurnTail((error) => onError(error, 'A reader of a turn log failed and was dropped.'));
  let tail = newTail();
  let epoch = 0;
  let loaded = false;
  let reading = false;
  let again = false;
  let over = false;
  let complained = false;
  let heardAt = performance.now();
  let missingSince: number | null = null;
  let timer: NodeJS.Timeout | undefined;

  const subscription = redis.subscribe(turnChannel(turnId), (message) => {
    heardAt = performance.now();
    const piece = parseMessage(message);
    if (piece === null) endAll('gone');
    else if (loaded) adopt(piece, [piece], piece.ended);
    else reread();
  });
  void subscription.ready.then(reread);

  function close(): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    subscription.stop();
    onOver(follower);
  }

  function endAll(reason: 'gone'): void {
    for (const slot of slots) slot.end(reason);
    close();
  }

  /** Readers that saw what the new epoch does not have cannot go on; the others begin again on what it has. */
  function changeEpoch(next: number, from: number): void {
    // Before the first look at the log nobody knows whose words a reader has seen.
    if (epoch > 0) for (const slot of slots) if (slot.cursor > from) slot.end('gone');
    epoch = next;
    if (over || from >= tail.seq) return;
    for (const slot of slots) slot.detach();
    tail = newTail();
    loaded = false;
    reread();
  }

  function adopt(from: Pick<LogPage, 'epoch' | 'from'>, pieces: readonly LogPiece[], ended: boolean, endSeq?: number): void {
    if (over || from.epoch < epoch) return;
    if (from.epoch > epoch) changeEpoch(from.epoch, from.from);
    missingSince = null;
    for (const piece of pieces) {
      if (piece.first > tail.seq + 1) return reread();
      const lines = after(tail.seq, piece);
      if (lines.length > 0) tail.appendLines(lines);
      if (over) return;
    }
    const last = pieces.at(-1);
    const complete = tail.seq >= (endSeq ?? (last === undefined ? 0 : last.first + last.lines.length - 1));
    if (ended && complete) finish();
  }

  /** Those who are not attached yet are brought up to date first. */
  function finish(): void {
    attachAll();
    tail.end('ended');
    close();
  }

  function attachAll(): void {
    if (loaded) return;
    loaded = true;
    for (const slot of slots) slot.attach(tail);
  }

  /** Pages until nothing is missing. False when there is no such log. */
  async function readAll(): Promise<boolean> {
    for (;;) {
      const before = tail.seq;
      const page = await readPage(redis, turnId, before);
      if (over) return true;
      if (page === null) return false;
      heardAt = performance.now();
      adopt(page, page.pieces, page.ended, page.seq);
      if (over || tail.seq >= page.seq || tail.seq === before) return true;
    }
  }

  function missing(): void {
    const now = performance.now();
    missingSince ??= now;
    const patience = epoch === 0 ? grace : lostGrace;
    if (now - missingSince >= patience) return endAll('gone');
    timer = setTimeout(reread, Math.max(10, patience / 8));
  }

  async function read(): Promise<void> {
    reading = true;
    clearTimeout(timer);
    try {
      do {
        again = false;
        if (!(await readAll())) missing();
        else if (!over) attachAll();
      } while (again && !over);
    } catch (error) {
      missingSince = null;
      // Away: it is read when Redis is back. Else: with the next look after a silence.
      if (error instanceof RedisAwayError || !redis.healthy() || complained) return;
      complained = true;
      onError(error, 'A running answer of another node cannot be read now.');
    } finally {
      reading = false;
    }
  }

  function reread(): void {
    if (over) return;
    if (reading) again = true;
    else void read();
  }

  const follower: Follower = {
    turnId,
    get bytes() {
      return tail.bytes;
    },
    take(slot) {
      slots.add(slot);
      slot.enter(follower);
      if (loaded) slot.attach(tail);
    },
    left(slot) {
      slots.delete(slot);
      if (slots.size === 0) close();
    },
    verify() {
      if (performance.now() - heardAt < verifyEvery) return;
      heardAt = performance.now();
      reread();
    },
    reread,
    gone: () => endAll('gone'),
    release() {
      const released = [...slots];
      slots.clear();
      for (const slot of released) slot.detach();
      close();
      return released;
    },
  };
  return follower;
}
