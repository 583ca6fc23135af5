import type { Db } from 'mongodb';
import { createBreaker } from '../kit/create-breaker.ts';
import { createSharedRateLimit, type Budget } from '../kit/create-shared-rate-limit.ts';
import type { Logger } from '../../logger.ts';
import type { RateLimit } from '../ports.ts';
import { changeDocument } from './change-document.ts';
import { choose, serverNow } from './expressions.ts';

interface MongoRateLimitOptions {
  readonly db: Db;
  /** Counts while MongoDB is lost. */
  readonly local: RateLimit;
  readonly logger: Logger;
}

/** A key's budgets, each in a field of its own (`{used, endsAt}`, the latter in ms), and what the last take was answered. */
interface CountedKey {
  readonly _id: string;
  readonly allowed: boolean;
  /** Milliseconds. */
  readonly wait: number;
  readonly forgetAt: Date;
}

/** One atomic step, by the server's clock: a window that is over begins anew, and points are taken if there are enough. */
function taking({ points, perSeconds }: Budget, wanted: number) {
  const field = `budget${points}per${perSeconds}`;
  const [used, endsAt] = [`$${field}.used`, `$${field}.endsAt`];
  const window = perSeconds * 1000;
  return [
    { $set: { live: { $gt: [{ $ifNull: [endsAt, 0] }, serverNow] } } },
    { $set: { [field]: { used: choose('$live', used, 0), endsAt: choose('$live', endsAt, { $add: [serverNow, window] }) } } },
    { $set: { allowed: { $lte: [{ $add: [used, wanted] }, points] }, wait: { $subtract: [endsAt, serverNow] } } },
    {
      $set: {
        [`${field}.used`]: choose('$allowed', { $add: [used, wanted] }, used),
        forgetAt: { $max: ['$forgetAt', { $add: ['$$NOW', window] }] },
      },
    },
  ];
}

/** Budgets that all nodes share, in MongoDB; without it each node counts for itself. A TTL index removes what is over. */
export async function createMongoRateLimit({ db, local, logger }: MongoRateLimitOptions): Promise<RateLimit> {
  // A take that is lost with a primary is a take more for somebody.
  const keys = db.collection<CountedKey>('rateLimits', { writeConcern: { w: 1 } });
  await keys.createIndex({ forgetAt: 1 }, { expireAfterSeconds: 0 });
  return createSharedRateLimit({
    local,
    breaker: createBreaker({
      logger,
      lost: 'Rate limits do without MongoDB: this node counts for itself.',
      back: 'Rate limits have MongoDB back.',
    }),
    store: {
      async take(id, budget, wanted) {
        const taken = await changeDocument(keys, id, taking(budget, wanted));
        return taken.allowed ? null : Number(taken.wait);
      },
      forget: async (_id) => void (await keys.deleteOne({ _id })),
    },
  });
}
