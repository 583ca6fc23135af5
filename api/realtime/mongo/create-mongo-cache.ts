import type { Db } from 'mongodb';
import { createBreaker } from '../kit/create-breaker.ts';
import { createSharedCache } from '../kit/create-shared-cache.ts';
import type { Logger } from '../../logger.ts';
import type { Cache } from '../ports.ts';
import { settleRace } from './settle-race.ts';

interface MongoCacheOptions {
  readonly db: Db;
  readonly name: string;
  /** Beyond this many the values that were least recently used go. */
  readonly maxEntries: number;
  readonly logger: Logger;
  /** Milliseconds within which a value that is read again is not marked as used again, to spare writes. */
  readonly markEvery?: number;
  /** This node's clock. One that is wrong makes values live that much longer or shorter. */
  readonly now?: () => number;
}

interface CachedText {
  readonly _id: string;
  readonly cache: string;
  readonly text: string;
  readonly usedAt: Date;
  readonly expiresAt: Date;
}

/** How many are removed at most with each write: more are only over when the cap was lowered. */
const removedAtOnce = 100;

/** A cache that all nodes share, in MongoDB; TTL indexes remove what nobody reads. */
export async function createMongoCache(options: MongoCacheOptions): Promise<Cache> {
  const { db, name, maxEntries, logger, markEvery = 60_000, now = Date.now } = options;
  // What is lost with a primary is read anew.
  const texts = db.collection<CachedText>('caches', { writeConcern: { w: 1 } });
  await texts.createIndexes([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }, { key: { cache: 1, usedAt: -1 } }]);
  const idOf = (key: string): string => `${name}:${key}`;

  async function keepToCap(): Promise<void> {
    const over = texts
      .find({ cache: name })
      .sort({ usedAt: -1 })
      .skip(maxEntries)
      .limit(removedAtOnce)
      .project<{ _id: string }>({ _id: 1 });
    const ids = (await over.toArray()).map(({ _id }) => _id);
    if (ids.length > 0) await texts.deleteMany({ _id: { $in: ids } });
  }

  return createSharedCache({
    name,
    breaker: createBreaker({
      logger,
      lost: `The cache of ${name} does without MongoDB: everything is read anew.`,
      back: `The cache of ${name} has MongoDB back.`,
    }),
    store: {
      async read(key) {
        const found = await texts.findOne({ _id: idOf(key) });
        // The TTL index removes within a minute or so, not at once.
        if (found === null || found.expiresAt.getTime() <= now()) return null;
        if (now() - found.usedAt.getTime() >= markEvery) await texts.updateOne({ _id: idOf(key) }, { $set: { usedAt: new Date(now()) } });
        return found.text;
      },
      async write(key, text, ttlMs) {
        const fields = { cache: name, text, usedAt: new Date(now()), expiresAt: new Date(now() + ttlMs) };
        await settleRace(() => texts.updateOne({ _id: idOf(key) }, { $set: fields }, { upsert: true }));
        await keepToCap();
      },
      remove: async (key) => void (await texts.deleteOne({ _id: idOf(key) })),
    },
  });
}
