import type { Collection, Db } from 'mongodb';
import { OperatorError } from '../../kit/operator-error.ts';

/** The one document that says which layout the data has, and which node is changing it. */
export interface StoredSchema {
  readonly _id: 'schema';
  readonly version: number;
  /** Who may take steps, until when in milliseconds by the server's clock. Absent before the first step. */
  readonly holder?: string;
  readonly until?: number;
}

export const schemaOf = (db: Db): Collection<StoredSchema> => db.collection<StoredSchema>('schema');

/** 0 for an empty database. */
export async function schemaVersion(db: Db): Promise<number> {
  return (await schemaOf(db).findOne({ _id: 'schema' }))?.version ?? 0;
}

export function refuseNewer(found: number, known: number): void {
  if (found > known)
    throw new OperatorError(
      `The database has schema ${found}, which is newer than this version of Parley (${known}). Nothing was touched. Start the newer one.`,
    );
}
