import { readConfig, type Config } from '../config/config.ts';
import { ConfigError, type EnvSource } from '../config/read-env.ts';
import { doctorParts } from '../doctor.ts';
import { presentRows } from './doctor/present-rows.ts';
import { runChecks, type Row } from './doctor/run-checks.ts';

function readOrSay(source: EnvSource | undefined): Config | Row {
  try {
    return readConfig(source);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { check: 'configuration', level: 'fail', said: error.message, advice: 'Correct it first: nothing else can be looked at.' };
  }
}

async function examine(source: EnvSource | undefined): Promise<Row[]> {
  const config = readOrSay(source);
  if ('level' in config) return [config];
  await using parts = doctorParts(config);
  return await runChecks(parts.checks);
}

/**
 * Looks at an installation, also while its server runs, and says what it found and what to do, as a table or as JSON. Returns the exit code: 1 when
 * anything failed.
 */
export async function doctor(
  { json = false }: { readonly json?: boolean },
  say: (text: string) => void = console.log,
  source?: EnvSource,
): Promise<0 | 1> {
  const rows = await examine(source);
  const failed = rows.some(({ level }) => level === 'fail');
  say(json ? JSON.stringify({ ok: !failed, findings: rows }, null, 2) : presentRows(rows));
  return failed ? 1 : 0;
}
