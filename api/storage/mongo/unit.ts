import { MongoServerError, type ClientSession, type MongoClient } from 'mongodb';
import type { Collections, StoredOwner } from './collections.ts';

/** The collections as one transaction, or one read, sees them. */
export interface Unit {
  readonly in: Collections;
  /** What every call of the driver is given. */
  readonly at: { readonly session?: ClientSession };
}

/** A transaction on what one person owns. */
export interface OwnerUnit extends Unit {
  readonly ownerId: string;
  /** Written back at the end when it has changed. */
  readonly owner: { rev: number; running: number; seq: number };
}

export interface Units {
  /**
   * Carries out a change of what a person owns as one transaction. Changes of one person never overlap, on one node or on many: each
   * takes hold of the owner's document first. When it collides, with another node or in a unique index, it is done anew.
   */
  change<Result>(ownerId: string, work: (unit: OwnerUnit) => Promise<Result>): Promise<Result>;
  /** Reads outside of a transaction. */
  readonly reading: Unit;
}

const duplicateKey = 11_000;
const timesAtMost = 5;
/** Milliseconds after which a change gives up. */
const giveUpAfter = 20_000;

export function createUnits(client: MongoClient, collections: Collections): Units {
  const lines = new Map<string, Promise<unknown>>();

  /** Changes of one person wait for each other here, so that only other nodes make them collide. */
  async function inLine<Result>(ownerId: string, work: () => Promise<Result>): Promise<Result> {
    const before = lines.get(ownerId);
    const turn = (async () => {
      // What became of the one before is its own caller's business.
      await before?.catch(() => undefined);
      return work();
    })();
    lines.set(ownerId, turn);
    try {
      return await turn;
    } finally {
      if (lines.get(ownerId) === turn) lines.delete(ownerId);
    }
  }

  async function once<Result>(ownerId: string, work: (unit: OwnerUnit) => Promise<Result>): Promise<Result> {
    const session = client.startSession();
    try {
      return await session.withTransaction(() => inTransaction(collections, session, ownerId, work), { timeoutMS: giveUpAfter });
    } finally {
      await session.endSession();
    }
  }

  async function change<Result>(ownerId: string, work: (unit: OwnerUnit) => Promise<Result>): Promise<Result> {
    for (let time = 1; ; time += 1) {
      try {
        return await once(ownerId, work);
      } catch (error) {
        // Somebody else took an id in the same moment: the next look finds it taken.
        if (!(error instanceof MongoServerError) || error.code !== duplicateKey || time === timesAtMost) throw error;
      }
    }
  }

  return { change: (ownerId, work) => inLine(ownerId, () => change(ownerId, work)), reading: { in: collections, at: {} } };
}

async function inTransaction<Result>(
  collections: Collections,
  session: ClientSession,
  ownerId: string,
  work: (unit: OwnerUnit) => Promise<Result>,
): Promise<Result> {
  const held = await collections.owners.findOneAndUpdate(
    { _id: ownerId },
    { $inc: { lock: 1 }, $setOnInsert: { rev: 0, running: 0, seq: 0 } },
    { session, upsert: true, returnDocument: 'after' },
  );
  const before: StoredOwner = held ?? { _id: ownerId, lock: 0, rev: 0, running: 0, seq: 0 };
  const owner = { rev: before.rev, running: before.running, seq: before.seq };
  const result = await work({ in: collections, at: { session }, ownerId, owner });
  if (owner.rev !== before.rev || owner.running !== before.running || owner.seq !== before.seq)
    await collections.owners.updateOne({ _id: ownerId }, { $set: owner }, { session });
  return result;
}
