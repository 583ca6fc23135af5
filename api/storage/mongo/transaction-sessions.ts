import type { ClientSession, Collection, Db } from 'mongodb';
import type { StoredTransactionSession } from './collections.ts';

/**
 * Which sessions of the server a node uses for its transactions. A node that is killed in the middle of one leaves it open, and the server
 * holds what it had written against everybody until `transactionLifetimeLimitSeconds` (60 by default) are over: a person of the dead node
 * could not write for a minute. So each node says beforehand which sessions are its own, and those that live end the sessions of the dead.
 */
export interface TransactionSessions {
  /** From now on they are this node's; before that they are nobody's, and only the server ends them. */
  belongTo(node: string): void;
  /** To be awaited before the session's first transaction. One write for each session that is new; the driver keeps few and uses them again. */
  note(session: ClientSession): Promise<void>;
  /** Says every session anew when it is used next: others have taken this node for dead. */
  noteAnew(): void;
  /**
   * Ends the transactions of nodes that are not among the living; of one that is not known only when it is older than `deadAfter` ms. What is known of a node's
   * sessions stays: one that was only held up uses them again.
   */
  release(living: readonly string[], known: readonly string[], deadAfter: number): Promise<void>;
  /** A node's hold nothing any more. */
  forget(node: string): Promise<void>;
}

const serverNow = { $toLong: '$$NOW' };

/** https://www.mongodb.com/docs/manual/reference/command/killSessions/: whoever began a session may end it, whatever else they may. */
export function createTransactionSessions(db: Db, stored: Collection<StoredTransactionSession>): TransactionSessions {
  const noted = new Set<string>();
  let self: string | null = null;
  return {
    belongTo: (node) => void (self = node),
    async note({ id }) {
      if (self === null || id === undefined || noted.has(id.id.toString('hex'))) return;
      await stored.updateOne({ _id: id.id }, [{ $set: { node: self, at: serverNow } }], { upsert: true });
      noted.add(id.id.toString('hex'));
    },
    noteAnew: () => noted.clear(),
    async release(living, known, deadAfter) {
      const others = await stored
        .aggregate<{ _id: StoredTransactionSession['_id']; node: string; age: number }>([
          { $match: { node: { $nin: [...living, ...(self === null ? [] : [self])] } } },
          { $project: { node: 1, age: { $subtract: [serverNow, '$at'] } } },
        ])
        .toArray();
      const left = others.filter(({ node, age }) => known.includes(node) || Number(age) >= deadAfter);
      if (left.length === 0) return;
      await db.admin().command({ killSessions: left.map(({ _id: id }) => ({ id })) });
      const nobodys = left.filter(({ node }) => !known.includes(node)).map(({ _id }) => _id);
      if (nobodys.length > 0) await stored.deleteMany({ _id: { $in: nobodys } });
    },
    async forget(node) {
      await stored.deleteMany({ node });
    },
  };
}
