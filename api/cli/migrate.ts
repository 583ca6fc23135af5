import type { Config } from '../config/config.ts';
import { rollBackUpgrade, tryUpgrade } from '../migrate.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { moveDown, moveUp } from './migrate-household.ts';
import { showCount } from './show.ts';

export interface MigrateFlags {
  readonly dryRun?: boolean;
  readonly rollback?: boolean;
}

const usage =
  'Say what is wanted: "parley migrate sqlite-to-mongo", "parley migrate mongo-to-sqlite", "parley migrate --dry-run" or "parley migrate --rollback".';

async function dryRun(config: Config): Promise<void> {
  const { schema, steps } = await tryUpgrade(config);
  if (steps.length === 0)
    return console.log(`The database has schema ${schema}, as this version wants it: the next start changes nothing.`);
  const lines = [
    `The next start takes ${showCount(steps.length, 'step')} from schema ${schema}. On a copy, which is gone again, all went well:`,
  ];
  for (const { version, name, milliseconds } of steps) lines.push(`  ${version}  ${name}, ${milliseconds.toLocaleString('en')} ms`);
  console.log(lines.join('\n'));
}

function rollback(config: Config): void {
  const { from, to, aside } = rollBackUpgrade(config, Date.now());
  const lines = [
    `The database in ${config.dataDir} is as it was before the last upgrade (schema ${to}; it was ${from}).`,
    `What it replaced, with everything that was written since, is kept as ${aside}.`,
    'Start the older version now: this one would upgrade it again.',
  ];
  console.log(lines.join('\n'));
}

/** Moves a household from one store to the other, or tries or takes back an upgrade. Throws a sentence. */
export async function migrate(config: Config, way: string | undefined, flags: MigrateFlags): Promise<void> {
  const wanted = [way, flags.dryRun === true ? 'dry run' : undefined, flags.rollback === true ? 'rollback' : undefined];
  if (wanted.filter((each) => each !== undefined).length !== 1) throw new OperatorError(usage);
  if (flags.dryRun === true) return await dryRun(config);
  if (flags.rollback === true) return rollback(config);
  if (way === 'sqlite-to-mongo') return await moveUp(config);
  if (way === 'mongo-to-sqlite') return await moveDown(config);
  throw new OperatorError(usage);
}
