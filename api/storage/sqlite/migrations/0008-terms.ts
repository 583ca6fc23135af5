import type { Migration } from './migration.ts';

/** To which of the operator's terms a person agreed, and when. */
export const terms: Migration = {
  version: 8,
  name: 'terms',
  sql: `
ALTER TABLE users ADD COLUMN terms_version TEXT;
ALTER TABLE users ADD COLUMN terms_at INTEGER;
`,
};
