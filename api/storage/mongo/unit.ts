import { MongoServerError, type ClientSession, type MongoClient } from 'mongodb';
import type { Collections } from './collections.ts';
import { createTransactionSessions, type TransactionSessions } from './transaction-sessions.ts';
import { defaultChunkBytes } from './texts/split-text.ts';

/** The collections as one transaction, or one read, sees them. */
export interface Unit {
  readonly in: Collections;
  /** What every call of the driver is given. */
  readonly at: { readonly session?: ClientSession };
  /** Bytes of UTF-8 beyond which a text is kept in chunks. */
  readonly chunkBytes: number;
}

/** A transaction on what one person owns. */
export interface OwnerUnit extends Unit {
  readonly ownerId: string;
  /** Written back at the end when it has changed. */
  readonly owner: Counters;
  /** Another try found an id taken, or took something for granted: this one is to look first. */
  readonly careful: boolean;
}

/** What an owner's document counts. */
interface Counters {
  rev: number;
  running: number;
  seq: number;
}

export interface Units {
  /**
   * Carries out a change of what a person owns as one transaction. Changes of one person never overlap, on one node or on many: each
   * takes hold of the owner's document first. When it collides, with another node or in a unique index, it is done anew. By how
   * much the change will most likely move the owner's counters may be said before: where that holds they need no write of their own.
   */
  change<Result>(ownerId: string, work: (unit: OwnerUnit) => Promise<Result>, expected?: Partial<Counters>): Promise<Result>;
  /** Reads outside of a transaction. */
  readonly reading: Unit;
  readonly sessions: TransactionSessions;
  /**
   * Resolves when no change is under way any more, or after `ms`. A connection that is closed in the middle of one leaves its transaction to the server, which holds
   * it against everybody for a minute.
   */
  quiet(ms: number): Promise<void>;
}

/** Ends a try that took something for granted; the next one looks first. */
export class LookFirst extends Error {}

const duplicateKey = 11_000;
const timesAtMost = 5;
/** Milliseconds after which a change gives up. */
const giveUpAfter = 20_000;

export function createUnits(client: MongoClient, collections: Collections, chunkBytes = defaultChunkBytes): Units {
  const lines = new Map<string, Promise<unknown>>();
  const sessions = createTransactionSessions(collections.nodes.db, collections.transactionSessions);

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

  async function once<Result>(change: Change<Result>, careful: boolean): Promise<Result> {
    const session = client.startSession();
    const unit: Omit<OwnerUnit, 'owner'> = { in: collections, at: { session }, chunkBytes, ownerId: change.ownerId, careful };
    try {
      await sessions.note(session);
      return await session.withTransaction(() => inTransaction(unit, change), { timeoutMS: giveUpAfter });
    } finally {
      await session.endSession();
    }
  }

  async function carryOut<Result>(change: Change<Result>): Promise<Result> {
    for (let time = 1; ; time += 1) {
      try {
        return await once(change, time > 1);
      } catch (error) {
        // Somebody else took an id, now or long ago: the next look finds it taken.
        const taken = error instanceof MongoServerError && error.code === duplicateKey;
        if ((!taken && !(error instanceof LookFirst)) || time === timesAtMost) throw error;
      }
    }
  }

  return {
    change: (ownerId, work, expected = {}) => inLine(ownerId, () => carryOut({ ownerId, work, expected })),
    reading: { in: collections, at: {}, chunkBytes },
    sessions,
    async quiet(ms) {
      const until = performance.now() + ms;
      while (lines.size > 0 && performance.now() < until)
        await Promise.race([
          Promise.allSettled(lines.values()),
          new Promise((resolve) => setTimeout(resolve, until - performance.now()).unref()),
        ]);
    },
  };
}

interface Change<Result> {
  readonly ownerId: string;
  readonly work: (unit: OwnerUnit) => Promise<Result>;
  readonly expected: Partial<Counters>;
}

async function inTransaction<Result>(unit: Omit<OwnerUnit, 'owner'>, { ownerId, work, expected }: Change<Result>): Promise<Result> {
  const { rev = 0, running = 0, seq = 0 } = expected;
  const { owners } = unit.in;
  const held = await owners.findOneAndUpdate(
    { _id: ownerId },
    { $inc: { lock: 1, rev, running, seq } },
    { ...unit.at, upsert: true, returnDocument: 'after' },
  );
  if (held === null) throw new Error(`The document of owner ${ownerId} is missing.`);
  const owner = { rev: held.rev - rev, running: held.running - running, seq: held.seq - seq };
  const result = await work({ ...unit, owner });
  if (owner.rev !== held.rev || owner.running !== held.running || owner.seq !== held.seq)
    await owners.updateOne({ _id: ownerId }, { $set: owner }, unit.at);
  return result;
}
