import type { HeldLog } from '../tail/turn-store.ts';
import { encodeRecord, encodeSection } from './record.ts';
import type { Spill } from './spill-file.ts';

interface SpillerOptions {
  readonly spill: Spill;
  /** Whether an earlier process left something, which the first commit takes over. */
  readonly inherited: boolean;
  /** Milliseconds a commit may take before what waits for it is spilled, and between spills while it takes longer. */
  readonly every: number;
  /** The logs with events that are not durable. */
  readonly unsaved: () => Iterable<HeldLog>;
  readonly durableSeq: (log: HeldLog) => number;
  /** The disk refused: nothing is spilled then. */
  readonly onError: (error: unknown) => void;
}

/** Keeps what a slow disk holds up from dying with the process. Does nothing while commits are prompt. */
export interface Spiller {
  /** A commit has begun. */
  begun(): void;
  /** Something was appended. Cheap. */
  touched(): void;
  /** A commit succeeded: what it made durable need not be kept here. */
  settled(): void;
  /** Nothing more comes; the files go if nothing in them is needed. */
  close(): void;
}

export function createSpiller({ spill, inherited, every, unsaved, durableSeq, onError }: SpillerOptions): Spiller {
  /** Through which seq the spill holds a log. */
  const spilled = new WeakMap<HeldLog, number>();
  let isEmpty = !inherited;
  /** Whether the spill may hold more than the commit that is on its way. */
  let isAhead = false;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Writes what follows on `from` of every log, unless there is nothing; says whether there was. */
  function keep(from: (log: HeldLog) => number, write: (body: string | null) => void): boolean {
    const logs = [...unsaved()].filter((log) => from(log) < log.tail.seq);
    const sections = logs.map((log) => {
      const done = from(log);
      return encodeSection({ turnId: log.turnId, epoch: log.epoch, firstSeq: done + 1, text: log.tail.textAfter(done) });
    });
    write(sections.length === 0 ? null : encodeRecord(sections));
    for (const log of logs) spilled.set(log, log.tail.seq);
    return sections.length > 0;
  }

  function spillNow(): void {
    arm();
    try {
      const rest = (log: HeldLog): number => Math.max(durableSeq(log), spilled.get(log) ?? 0);
      const wrote = keep(rest, (body) => void (body !== null && spill.write(body)));
      if (!wrote) return;
      isEmpty = false;
      isAhead = true;
    } catch (error) {
      onError(error);
    }
  }

  function arm(): void {
    clearTimeout(timer);
    since = performance.now();
    timer = setTimeout(spillNow, every).unref();
  }

  return {
    begun() {
      isAhead = false;
      arm();
    },
    touched() {
      // A loop under load runs timers late; the events themselves then do the timer's work.
      if (timer !== undefined && performance.now() - since >= every) spillNow();
    },
    settled() {
      clearTimeout(timer);
      timer = undefined;
      if (isEmpty) return;
      try {
        if (isAhead) {
          isEmpty = !keep(durableSeq, spill.replace);
        } else {
          spill.replace(null);
          isEmpty = true;
        }
      } catch (error) {
        onError(error);
      }
    },
    close() {
      clearTimeout(timer);
      if (isEmpty) spill.remove();
    },
  };
}
