import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { OperatorError } from '../../kit/operator-error.ts';
import type { Migration } from './migration.ts';
import { migrations, newest } from './migrations.ts';
import { takeSchemaLease, type SchemaLease } from './schema-lease.ts';
import { refuseNewer, schemaVersion } from './schema.ts';

export interface MigrateOptions {
  readonly steps?: readonly Migration[];
  /** Milliseconds for which a node that dies in a step keeps others from taking it. */
  readonly leaseMs?: number;
  /** Milliseconds to wait for a node that takes steps, before the start is refused. */
  readonly waitMs?: number;
}

const lookAgainAfter = 100;

/**
 * Brings the layout up to date, step by step, by one node at a time; others wait until that is done. A step that fails, or dies with
 * its node, leaves the version as it was and is carried out again by the next start. Throws a sentence, with nothing changed, when the
 * data was written by a newer version. Nodes of an older version that still run are not told: steps so far change nothing that they
 * read, and one that does must come with its own way for both to live side by side.
 */
export async function migrate(db: Db, { steps = migrations, leaseMs = 30_000, waitMs = 120_000 }: MigrateOptions = {}): Promise<void> {
  const known = newest(steps);
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const found = await schemaVersion(db);
    refuseNewer(found, known);
    if (found === known) return;
    const lease = await takeSchemaLease(db, leaseMs);
    if (lease !== null) await takeSteps(db, steps, lease, leaseMs);
    else if (performance.now() < giveUpAt) await sleep(lookAgainAfter);
    else
      throw new OperatorError(
        `Another node has been bringing the database ${db.databaseName} from schema ${found} to ${known} for ${waitMs / 1_000} s. Look at its log, and start this one again when that is done.`,
      );
  }
}

async function takeSteps(db: Db, steps: readonly Migration[], lease: SchemaLease, leaseMs: number): Promise<void> {
  try {
    // Another node may have taken some since this one looked.
    const from = await schemaVersion(db);
    for (const step of steps.filter(({ version }) => version > from)) {
      await whileRenewing(lease, leaseMs, () => takeStep(db, step));
      // A node that took over carries the step out by itself; which of the two ends first does not matter.
      if (!(await lease.moveTo(step.version))) return;
    }
  } finally {
    await lease.release();
  }
}

async function takeStep(db: Db, { version, name, run }: Migration): Promise<void> {
  try {
    await run(db);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    throw new OperatorError(
      `Migration ${version} (${name}) of the database ${db.databaseName} failed: ${reason}. It stays at schema ${version - 1}, and the next start tries again.`,
      { cause },
    );
  }
}

async function whileRenewing(lease: SchemaLease, leaseMs: number, work: () => Promise<void>): Promise<void> {
  // One that could not be renewed is noticed where it counts: when the step is to be noted.
  const timer = setInterval(() => void lease.renew().catch(() => false), leaseMs / 3);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}
