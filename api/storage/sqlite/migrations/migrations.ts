import { firstSchema } from './0001-first-schema.ts';
import { checkpoints } from './0002-checkpoints.ts';
import type { Migration } from './migration.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [firstSchema, checkpoints];
