import type { TurnLog } from '../../realtime/ports.ts';
import type { Storage } from '../../storage/ports/storage.ts';

/** Why this process should get no requests. */
export type ReadinessReason = 'starting' | 'draining' | 'storage.unavailable' | 'turn-log.unavailable';

export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly ReadinessReason[];
  /** What works worse than it should, and heals without anyone taking the process away from its callers. */
  readonly degraded: readonly 'turn-log.not-durable'[];
}

export interface ReadinessDependencies {
  readonly storage: Pick<Storage, 'ping' | 'getUser'>;
  readonly turnLog: Pick<TurnLog, 'durable' | 'answering'>;
  /** Whether what an earlier process left has been ended. */
  readonly started: () => boolean;
  readonly draining: () => boolean;
  readonly now: () => number;
  /** Milliseconds the storage may take to answer. */
  readonly patience?: number;
}

/** So long the storage's last answer counts: whoever asks without end costs one look a second. */
const keptFor = 1_000;
const nobody = '00000000-0000-7000-8000-000000000000';

/**
 * Whether this process can serve now. Answers within `patience`, however long the storage hangs: one question is under way at most, and all who ask
 * meanwhile share it.
 */
export function createReadiness(dependencies: ReadinessDependencies): () => Promise<Readiness> {
  const { storage, turnLog, started, draining, now, patience = 1_000 } = dependencies;
  let answered = { at: -Infinity, works: true };
  let asking: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    try {
      await (storage.ping?.() ?? storage.getUser(nobody));
      return true;
    } catch {
      return false;
    }
  }

  async function storageWorks(): Promise<boolean> {
    if (now() - answered.at < keptFor) return answered.works;
    asking ??= ask().then((works) => {
      answered = { at: now(), works };
      asking = null;
      return works;
    });
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), patience);
    try {
      return await Promise.race([asking, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  return async () => {
    const works = await storageWorks();
    const reasons: ReadinessReason[] = [];
    if (!started()) reasons.push('starting');
    if (draining()) reasons.push('draining');
    if (!works) reasons.push('storage.unavailable');
    if (turnLog.answering?.() === false) reasons.push('turn-log.unavailable');
    return { ready: reasons.length === 0, reasons, degraded: turnLog.durable() ? [] : ['turn-log.not-durable'] };
  };
}
