import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { limits } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { TurnLog } from '../ports.ts';
import { createTailedTurnLog } from '../tail/create-tailed-turn-log.ts';
import type { Leftover } from '../tail/turn-store.ts';
import { createFlusher } from './create-flusher.ts';
import { createSpill, hasSpill } from './spill-file.ts';
import { startJournalWorker } from './start-journal-worker.ts';

interface JournalOptions {
  /** Holds `turns.db`; made when it is not there. */
  readonly dataDir: string;
  readonly now?: () => number;
  /** Milliseconds between commits while something is appended. */
  readonly flushEvery?: number;
  readonly logger?: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** See `limits.turnLogLinger` and `limits.turnLogLingerBytes`. */
  readonly linger?: number;
  readonly lingerBytes?: number;
}

/** Logs nobody asked for so long after the start belong to turns whose answer was stored; recovering is done by then. */
const orphansAfter = 3_600_000;

/** Says once that the disk refuses, and once that it works again. */
function createOutcomeLog(logger: JournalOptions['logger']): (error: unknown) => void {
  let failing = false;
  return (error) => {
    if (error !== null && !failing)
      logger?.warn({ err: error }, 'The turn log cannot be written: running answers go on, but are not safe.');
    if (error === null && failing) logger?.info({}, 'The turn log is written again.');
    failing = error !== null;
  };
}

/**
 * The turn log of one node: readers are served from memory, and every `flushEvery` one record of all running turns is
 * committed to `turns.db` by a thread of its own. What a slow commit holds up is set aside meanwhile, so that the death of the
 * process never waits for the disk. Rejects when the file cannot be opened.
 */
export async function createJournal(options: JournalOptions): Promise<TurnLog> {
  const { dataDir, logger, now = Date.now, flushEvery = limits.turnLogFlushEvery, ...rest } = options;
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'turns.db');
  const worker = await startJournalWorker(file);
  const { damaged, movedAside } = worker.opened;
  if (damaged > 0) logger?.warn({ damaged }, 'Damaged records of the turn log were dropped.');
  if (movedAside !== null) logger?.error({ movedAside }, 'The turn log was not readable; it was kept under another name.');

  const leftovers = new Map<string, Leftover>(worker.opened.leftovers);
  const orphans = new Set(leftovers.keys());
  const onError = (error: unknown, what: string): void => logger?.error({ err: error }, what);
  const flusher = createFlusher({
    commit: worker.commit,
    spill: createSpill(file),
    inherited: hasSpill(file),
    every: flushEvery,
    onOutcome: createOutcomeLog(logger),
    onSpillError: (error) => onError(error, 'What waits for the disk could not be set aside.'),
  });

  async function release(turnIds: readonly string[]): Promise<void> {
    for (const turnId of turnIds) {
      leftovers.delete(turnId);
      orphans.delete(turnId);
    }
    await flusher.release(turnIds);
  }

  function dropOrphans(): void {
    if (orphans.size > 0) release([...orphans]).catch((error: unknown) => onError(error, 'Old turn logs stay on disk.'));
  }
  const orphanTimer = setTimeout(dropOrphans, orphansAfter).unref();

  return createTailedTurnLog({
    ...rest,
    now,
    onError,
    store: {
      touched: flusher.touched,
      alive: worker.alive,
      flush: flusher.flush,
      release,
      leftover(turnId) {
        orphans.delete(turnId);
        return leftovers.get(turnId) ?? null;
      },
      async close() {
        clearTimeout(orphanTimer);
        await flusher.drain();
        await worker.close();
      },
    },
  });
}
