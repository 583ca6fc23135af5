import { forReader, frameTurnEvent } from '@parley/chat-core';
import type { LogEntry, TurnLog } from '../realtime/ports.ts';

interface FollowTurn {
  readonly turnLog: Pick<TurnLog, 'read'>;
  readonly turnId: string;
  readonly channel: number;
  readonly cursor: number;
  /** Says `subscribed`; called once, before the first event. */
  readonly announce: () => void;
  readonly push: (lines: string) => void;
  /** Whether so much is waiting that backfill should rest. */
  readonly full: () => boolean;
  /** Calls back once, when what waits has been taken. */
  readonly onceDrained: (resume: () => void) => void;
  /** Called once, last. */
  readonly onEnd: (reason: 'ended' | 'gone') => void;
}

/**
 * Sends a turn's events from a cursor on. Backfill is read only as fast as the connection takes it: when enough is waiting
 * the reading ends and begins again from the cursor reached. Live events are never held back here; a connection that cannot
 * keep up with them is cut where they are written.
 */
export function followTurn(options: FollowTurn): () => void {
  const { turnLog, turnId, channel, announce, push, full, onceDrained } = options;
  let { cursor } = options;
  let stop: () => void = () => undefined;
  let stopped = false;
  let announced = false;

  function announceOnce(): void {
    if (announced) return;
    announced = true;
    announce();
  }

  function send(entries: readonly LogEntry[]): void {
    announceOnce();
    let lines = '';
    for (const entry of entries) lines += `${lines === '' ? '' : '\n'}${frameTurnEvent(channel, forReader(entry.encoded))}`;
    cursor = entries.at(-1)?.seq ?? cursor;
    push(lines);
  }

  function read(): void {
    if (stopped) return;
    let live = false;
    stop = turnLog.read(turnId, cursor, {
      onEntries(entries) {
        if (stopped) return false;
        send(entries);
        if (live || !full()) return undefined;
        onceDrained(read);
        return false;
      },
      onCaughtUp() {
        live = true;
        if (!stopped) announceOnce();
      },
      onEnd(reason) {
        if (stopped) return;
        stopped = true;
        if (reason === 'ended') announceOnce();
        options.onEnd(reason);
      },
    });
  }

  read();
  return () => {
    stopped = true;
    stop();
  };
}
