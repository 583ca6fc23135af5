import { firstLayout } from './0001-first-layout.ts';
import { chunks } from './0002-chunks.ts';
import { context } from './0003-context.ts';
import { apiKeys } from './0004-api-keys.ts';
import { files } from './0005-files.ts';
import { usage } from './0006-usage.ts';
import { presets } from './0007-presets.ts';
import type { Migration } from './migration.ts';

/** Every step, in order. A step that was released is never changed. */
export const migrations: readonly Migration[] = [firstLayout, chunks, context, apiKeys, files, usage, presets];

/** The layout that this version reads and writes. */
export const newest = (steps: readonly Migration[] = migrations): number => steps.at(-1)?.version ?? 0;
