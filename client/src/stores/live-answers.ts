import { applyChatEvent, emptyAnswer, type Answer, type SequencedEvent } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { createFrameScheduler } from './frame-scheduler.ts';

/** How this store hears a turn: the realtime client's `follow`. */
export type FollowTopic = (
  topic: string,
  cursor: number,
  listener: { onEvents(events: readonly SequencedEvent[]): void; onEnd(reason: 'gone' | 'refused'): void },
) => () => void;

/** An answer while it is being written. `answer` is changed in place; `version` says when it did. */
export interface LiveAnswer {
  readonly turnId: string;
  /** Another object only when the turn was read again from its beginning. */
  readonly answer: Answer;
  version: number;
  ended: boolean;
}

interface Entry extends LiveAnswer {
  answer: Answer;
  cursor: number;
  readers: number;
  stop: (() => void) | null;
  idle: ReturnType<typeof setTimeout> | undefined;
  readonly listeners: Set<() => void>;
}

interface LiveAnswersNeeds {
  readonly follow: FollowTopic;
  /** The turn has ended: this is its answer as the server has stored it. */
  readonly onEnded: (message: Message, answer: Answer) => void;
  /** The log is no longer there (or never was for this person): read the message. */
  readonly onGone: (message: Message) => void;
  /** How long an answer nobody looks at goes on being followed, in ms: a person who comes back finds it at once. */
  readonly linger?: number;
}

const most = 40;

/** An answer before its turn has said anything. */
const blank = (message: Message): Answer => ({ ...emptyAnswer(message.parts), model: message.model, status: 'running' });

/**
 * The answers that are being written, by turn. Each is folded by the one reducer as its events come, in place, and readers are
 * told at most once per frame however fast words arrive. Several turns at once; nothing is kept of turns nobody reads.
 */
export function createLiveAnswers({ follow, onEnded, onGone, linger = 20_000 }: LiveAnswersNeeds) {
  const entries = new Map<string, Entry>();
  const changed = new Set<Entry>();

  const tell = createFrameScheduler(() => {
    const now = Array.from(changed);
    changed.clear();
    for (const entry of now) {
      entry.version += 1;
      for (const listener of Array.from(entry.listeners)) listener();
    }
  });
  const touch = (entry: Entry): void => {
    changed.add(entry);
    tell.ask();
  };

  /** `again`: from the beginning, because the node that wrote the turn died with its last words. What was shown stays until more comes. */
  const start = (entry: Entry, message: Message, again = false): void => {
    let fresh = again ? blank(message) : null;
    entry.stop = follow(`turn:${entry.turnId}`, entry.cursor, {
      onEvents: (events) => {
        let visible = fresh !== null;
        entry.answer = fresh ?? entry.answer;
        fresh = null;
        for (const { seq, event } of events) {
          if (seq <= entry.cursor) continue;
          entry.cursor = seq;
          visible = applyChatEvent(entry.answer, event) || visible;
          if (event.type === 'turn-end') entry.ended = true;
        }
        if (visible) touch(entry);
        if (entry.ended) {
          entry.stop?.();
          entry.stop = null;
          onEnded(message, entry.answer);
        }
      },
      onEnd: (reason) => {
        entry.stop = null;
        if (reason === 'gone' && entry.cursor > 0) {
          entry.cursor = 0;
          return start(entry, message, true);
        }
        entry.ended = true;
        entries.delete(entry.turnId);
        touch(entry);
        onGone(message);
      },
    });
  };

  const drop = (entry: Entry): void => {
    entry.stop?.();
    clearTimeout(entry.idle);
    entries.delete(entry.turnId);
  };

  const makeRoom = (): void => {
    if (entries.size < most) return;
    const spare = Array.from(entries.values()).find((entry) => entry.readers === 0);
    if (spare) drop(spare);
  };

  const find = (message: Message): Entry | undefined => {
    const { turnId } = message;
    if (turnId === null) return undefined;
    const known = entries.get(turnId);
    if (known) return known;
    makeRoom();
    const entry: Entry = {
      turnId,
      answer: blank(message),
      version: 0,
      ended: false,
      cursor: 0,
      readers: 0,
      stop: null,
      idle: undefined,
      listeners: new Set(),
    };
    entries.set(turnId, entry);
    return entry;
  };

  return {
    /** Follows the turn that works on `message` and calls `listener` when its answer changed. Returns the end of both. */
    read(message: Message, listener: () => void): () => void {
      const entry = find(message);
      if (!entry) return () => undefined;
      clearTimeout(entry.idle);
      entry.readers += 1;
      entry.listeners.add(listener);
      if (!entry.stop && !entry.ended) start(entry, message);
      return () => {
        entry.readers -= 1;
        entry.listeners.delete(listener);
        if (entry.readers === 0) entry.idle = setTimeout(() => drop(entry), linger);
      };
    },
    /** What has arrived of a turn; undefined when it is not followed. */
    get(turnId: string | null): LiveAnswer | undefined {
      return turnId === null ? undefined : entries.get(turnId);
    },
    /** Ends everything; for tests and for leaving. */
    close(): void {
      tell.cancel();
      for (const entry of Array.from(entries.values())) drop(entry);
    },
  };
}
