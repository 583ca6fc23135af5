import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import type { Lease } from '../ports.ts';
import { changeDocument } from './change-document.ts';
import { choose, serverNow } from './expressions.ts';

interface HeldLease {
  readonly _id: string;
  readonly holder: string;
  readonly token: number;
  /** Milliseconds since 1970, by the server's clock. */
  readonly expiresAt: number;
  /** Of the last step that took or renewed it: whoever finds its own mark has done it. */
  readonly mark: string;
  readonly forgetAt: Date;
}

/** Milliseconds a last token is kept: 30 days. Tokens are at least the time, so that they rise even after that. */
const tokenKeptFor = 30 * 86_400_000;

/** Conditions stand in the pipeline, by the server's clock: not every server heeds `$expr` in a filter. */
const taking = (holder: string, ttlMs: number, mark: string) => [
  { $set: { free: { $lte: [{ $ifNull: ['$expiresAt', 0] }, serverNow] } } },
  {
    $set: {
      holder: choose('$free', { $literal: holder }, '$holder'),
      token: choose('$free', { $max: [{ $add: [{ $ifNull: ['$token', 0] }, 1] }, serverNow] }, '$token'),
      expiresAt: choose('$free', { $add: [serverNow, ttlMs] }, '$expiresAt'),
      mark: choose('$free', mark, '$mark'),
      forgetAt: { $add: ['$$NOW', ttlMs + tokenKeptFor] },
    },
  },
  { $unset: 'free' },
];

const renewing = (ttlMs: number, mark: string) => [
  { $set: { live: { $gt: ['$expiresAt', serverNow] } } },
  {
    $set: {
      expiresAt: choose('$live', { $add: [serverNow, ttlMs] }, '$expiresAt'),
      mark: choose('$live', mark, '$mark'),
      forgetAt: { $add: ['$$NOW', ttlMs + tokenKeptFor] },
    },
  },
  { $unset: 'live' },
];

/** Leases in MongoDB, kept by a majority: they outlive the loss of any one member. */
export async function createMongoLease({ db }: { readonly db: Db }): Promise<Lease> {
  const leases = db.collection<HeldLease>('leases', { writeConcern: { w: 'majority', journal: true } });
  await leases.createIndex({ forgetAt: 1 }, { expireAfterSeconds: 0 });
  return {
    async acquire(name, holder, ttlMs) {
      const mark = randomUUID();
      const after = await changeDocument(leases, name, taking(holder, ttlMs, mark));
      return after.mark === mark ? Number(after.token) : null;
    },
    async renew(name, holder, token, ttlMs) {
      const mark = randomUUID();
      const after = await leases.findOneAndUpdate({ _id: name, holder, token }, renewing(ttlMs, mark), { returnDocument: 'after' });
      return after?.mark === mark;
    },
    async release(name, holder, token) {
      await leases.updateOne({ _id: name, holder, token }, { $set: { expiresAt: 0 } });
    },
  };
}
