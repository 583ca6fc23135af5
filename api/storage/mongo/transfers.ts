import type { Collection, Db } from 'mongodb';
import { OperatorError } from '../kit/operator-error.ts';

export const upwards = 'sqlite-to-mongo';

/** A move of a household into this database, and how far it has come. */
export interface StoredTransfer {
  readonly _id: typeof upwards;
  /** The id of the first account. */
  readonly household: string;
  /** Another one after any change of the file that is moved; empty when what was moved was found to be wrong. */
  readonly state: string;
  /** The kind of thing that is being moved, and the key of the last one that is kept; null before the first. */
  readonly entity: string | null;
  readonly after: readonly string[] | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

export const transfersOf = (db: Db): Collection<StoredTransfer> => db.collection<StoredTransfer>('transfers');

/** Refuses a database into which a household is being moved: half of it would be served, and changed under the move. */
export async function refuseHalfMoved(db: Db): Promise<void> {
  const found = await transfersOf(db).findOne({ _id: upwards, finishedAt: null });
  if (found !== null)
    throw new OperatorError(
      `A household is being moved into the database ${db.databaseName}, and not all of it is there. Run "parley migrate sqlite-to-mongo" again to its end, then start.`,
    );
}
