import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config/config.ts';
import { OperatorError } from './storage/kit/operator-error.ts';
import { rollBack, type RolledBack } from './storage/sqlite/migrations/roll-back.ts';
import { trySteps, type TriedSteps } from './storage/sqlite/migrations/try-steps.ts';
import type { TransferOptions, Transferred } from './storage/transfer/transfer-options.ts';

// Beside context.ts, the assembly for changing what a household is kept in, while no server has it. MongoDB's driver is loaded where it is
// needed only: this is part of the command line, and so of every start.

export type { RolledBack, Transferred, TriedSteps };

type OnBatch = NonNullable<TransferOptions['onBatch']>;

function optionsOf({ dataDir, stores }: Config, onBatch: OnBatch): TransferOptions {
  if (stores.mongo === null)
    throw new OperatorError('MONGO_URI names the MongoDB to move to or from, and is not set. DATA_DIR names the folder.');
  const { uri, pool } = stores.mongo;
  const given = Object.entries(pool).filter(([, value]) => value !== null);
  return { dataDir, uri, pool: Object.fromEntries(given), onBatch };
}

/** Moves the household of `DATA_DIR` to the MongoDB of `MONGO_URI`. Null: that was done before. Throws a sentence. */
export async function moveToMongo(config: Config, onBatch: OnBatch): Promise<Transferred | null> {
  const options = optionsOf(config, onBatch);
  const { sqliteToMongo } = await import('./storage/transfer/sqlite-to-mongo.ts');
  return await sqliteToMongo(options);
}

/** Moves the household of `MONGO_URI` to `DATA_DIR`, which has no database yet. Throws a sentence. */
export async function moveToSqlite(config: Config, onBatch: OnBatch): Promise<Transferred> {
  const options = optionsOf(config, onBatch);
  const { mongoToSqlite } = await import('./storage/transfer/mongo-to-sqlite.ts');
  return await mongoToSqlite(options);
}

function refuseMongo({ stores }: Config, what: string): void {
  if (stores.mongo !== null)
    throw new OperatorError(
      `MONGO_URI is set: the record is in MongoDB, and ${what} is for the database of DATA_DIR. Unset it if that is meant.`,
    );
}

/** Takes the steps of the next start on a copy. Throws a sentence when one would fail. */
export async function tryUpgrade(config: Config): Promise<TriedSteps> {
  refuseMongo(config, 'a dry run');
  return await trySteps(config.dataDir);
}

/** Brings back the database as it was before the last upgrade. Throws a sentence, with nothing changed. */
export function rollBackUpgrade(config: Config, now: number): RolledBack {
  refuseMongo(config, 'a rollback');
  return rollBack(config.dataDir, now);
}

/** The files in which a data folder keeps the secrets that its environment did not give, by the variables that give them. */
export function keptSecrets({ dataDir }: Config): { readonly name: string; readonly file: string }[] {
  const files = { JWT_SECRET: 'jwt.secret', CREDS_KEY: 'credentials.secret' };
  return Object.entries(files)
    .map(([name, file]) => ({ name, file: path.join(dataDir, file) }))
    .filter(({ file }) => existsSync(file));
}
