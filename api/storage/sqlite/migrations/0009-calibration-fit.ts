import type { Migration } from './migration.ts';

/** How a model counts each kind of text, beside how it counts in all. */
export const calibrationFit: Migration = {
  version: 9,
  name: 'calibration fit',
  sql: `
ALTER TABLE token_calibrations ADD COLUMN fit TEXT;
`,
};
