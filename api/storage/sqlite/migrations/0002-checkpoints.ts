import type { Migration } from './migration.ts';

/** Where a running answer is stored while its log is not safe: `{seq, parts, usage}`, gone when the turn is settled. */
export const checkpoints: Migration = { version: 2, name: 'checkpoints', sql: 'ALTER TABLE turns ADD COLUMN checkpoint TEXT;' };
