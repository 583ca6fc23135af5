import { storageContract } from '../contract/storage-contract.ts';
import { makeSqlitePlace } from './__fixtures__/sqlite-place.ts';

storageContract('SQLite', makeSqlitePlace);
