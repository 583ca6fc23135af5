import { firstSchema } from './0001-first-schema.ts';
import { checkpoints } from './0002-checkpoints.ts';
import { context } from './0003-context.ts';
import { apiKeys } from './0004-api-keys.ts';
import { files } from './0005-files.ts';
import { usage } from './0006-usage.ts';
import { presets } from './0007-presets.ts';
import { terms } from './0008-terms.ts';
import { calibrationFit } from './0009-calibration-fit.ts';
import type { Migration } from './migration.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [firstSchema, checkpoints, context, apiKeys, files, usage, presets, terms, calibrationFit];
