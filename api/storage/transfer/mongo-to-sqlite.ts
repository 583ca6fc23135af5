import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../kit/operator-error.ts';
import { refuseHalfMoved } from '../mongo/transfers.ts';
import { refuseUnfit } from '../mongo/prepare-database.ts';
import { syncFolder } from '../sqlite/backup/publish-file.ts';
import { openConnection, type Connection } from '../sqlite/connection.ts';
import { lockFolder } from '../sqlite/lock-folder.ts';
import { migrate } from '../sqlite/migrations/migrate.ts';
import { migrations } from '../sqlite/migrations/migrations.ts';
import { databaseName } from '../sqlite/prepare-folder.ts';
import { compare, type Comparison } from './compare.ts';
import { copySide } from './copy-side.ts';
import { entities } from './entities/entities.ts';
import { refuseLiving, withMongo, type OpenMongo } from './open-mongo.ts';
import { stageOrder, unstageOrder } from './stage-order.ts';
import { transferred, type TransferOptions, type Transferred } from './transfer-options.ts';

function refuseUsed(dataDir: string): void {
  const found = [databaseName, `${databaseName}-wal`].find((name) => existsSync(path.join(dataDir, name)));
  if (found !== undefined)
    throw new OperatorError(`The folder ${dataDir} has a database (${found}). Nothing was touched. Name another folder in DATA_DIR.`);
}

async function refuseUnready({ db, collections }: OpenMongo): Promise<void> {
  await refuseUnfit(db);
  await refuseHalfMoved(db);
  if ((await collections.users.findOne({})) === null)
    throw new OperatorError(`There is no account in the database ${db.databaseName} of MONGO_URI: nothing to move.`);
  const running = await collections.turns.countDocuments({ active: true, status: { $in: ['running', 'waiting'] } });
  if (running > 0)
    throw new OperatorError(
      `Answers were being written when the last server stopped (${running}). Start one with MONGO_URI and stop it again, which ends them, and run this again.`,
    );
}

/** A new database of the newest schema, written without care for power: it has no name yet, and is made anew after a loss. */
function openHalf(half: string): Connection {
  const db = openConnection(half);
  migrate(db, half, migrations);
  db.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA trusted_schema = OFF;');
  stageOrder(db);
  return db;
}

async function fill(db: Connection, { collections }: OpenMongo, options: TransferOptions): Promise<void> {
  for (const { name, inSqlite, inMongo } of entities)
    await copySide({ name, from: inMongo(collections), to: inSqlite(db), after: null }, options);
  unstageOrder(db);
  const broken = db.all('PRAGMA foreign_key_check').length;
  if (broken > 0) throw new OperatorError(`What is in MongoDB is not whole: ${broken} rows refer to rows that are not there.`);
}

async function build(half: string, mongo: OpenMongo, options: TransferOptions): Promise<Comparison[]> {
  const db = openHalf(half);
  try {
    await fill(db, mongo, options);
    return await compare(db, mongo.collections);
  } finally {
    db.close();
  }
}

function publish(half: string, file: string): void {
  const fd = openSync(half, 'r+');
  fsyncSync(fd);
  closeSync(fd);
  renameSync(half, file);
  syncFolder(path.dirname(file));
}

/**
 * Moves a household from MongoDB to a data folder without a database, and compares both by reading everything back. The database is
 * only read. The file has its name once all of it is the same; an attempt that is cut off or differs leaves none. Throws a sentence
 * when it cannot be done.
 */
export async function mongoToSqlite(options: TransferOptions): Promise<Transferred> {
  const { dataDir } = options;
  refuseUsed(dataDir);
  return await withMongo(options, async (mongo) => {
    await refuseLiving(mongo);
    await refuseUnready(mongo);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = lockFolder(dataDir);
    const file = path.join(dataDir, databaseName);
    const half = `${file}.half`;
    try {
      refuseUsed(dataDir);
      for (const end of ['', '-journal']) rmSync(`${half}${end}`, { force: true });
      closeSync(openSync(half, 'w', 0o600));
      const outcome = transferred(await build(half, mongo, options));
      await refuseLiving(mongo);
      if (outcome.same) publish(half, file);
      return outcome;
    } finally {
      for (const end of ['', '-journal']) rmSync(`${half}${end}`, { force: true });
      lock.release();
    }
  });
}
