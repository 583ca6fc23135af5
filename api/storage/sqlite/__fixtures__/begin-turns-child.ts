import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { beginUntilKilled } from '../../contract/begin-until-killed.ts';

/** Writes turns as fast as they are taken and says each acknowledged one, until it is killed. */
const [dataDir] = process.argv.slice(2) as [string];
await beginUntilKilled(await createSqliteStorage({ dataDir }));
