import { sqliteToMongo } from '../sqlite-to-mongo.ts';

/** Moves a folder in small batches and kills itself, as nobody can prepare for, once so many batches are kept. */
const [dataDir, uri, database, killAfter] = process.argv.slice(2) as [string, string, string, string];
let batches = 0;
await sqliteToMongo({
  dataDir,
  uri,
  database,
  batch: 4,
  onBatch() {
    batches += 1;
    if (batches >= Number(killAfter)) process.kill(process.pid, 'SIGKILL');
  },
});
