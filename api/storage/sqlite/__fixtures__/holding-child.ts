import { createSqliteStorage } from '../create-sqlite-storage.ts';

/** Opens the storage of a folder, says so, and holds it until it is killed. */
const [dataDir] = process.argv.slice(2) as [string];
await createSqliteStorage({ dataDir });
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
