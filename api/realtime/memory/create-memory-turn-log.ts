import type { TurnLog } from '../ports.ts';
import { createTailedTurnLog, type TailedTurnLogOptions } from '../tail/create-tailed-turn-log.ts';
import { forgetfulStore } from '../tail/turn-store.ts';

/** Turn logs that end with the process: for tests. Everything appended counts as durable. */
export function createMemoryTurnLog(options: Partial<Omit<TailedTurnLogOptions, 'store'>> = {}): TurnLog {
  return createTailedTurnLog({
    now: Date.now,
    onError: (error) => {
      throw error;
    },
    ...options,
    store: forgetfulStore,
  });
}
