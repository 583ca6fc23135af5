import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

/** A finding and what it was found by. */
export interface Row extends Finding {
  readonly check: string;
}

const defaultPatience = 30_000;

async function runOne({ name, run }: DoctorCheck, patience: number): Promise<Row[]> {
  const own = new AbortController();
  const late = Promise.withResolvers<readonly Finding[]>();
  const timer = setTimeout(() => {
    late.resolve([
      { level: 'fail', said: `There was no answer within ${patience / 1_000} s.`, advice: 'See whether what is looked at is overloaded.' },
    ]);
    own.abort();
  }, patience);
  try {
    const findings = await Promise.race([run(own.signal), late.promise]);
    return findings.map((finding) => ({ check: name, ...finding }));
  } catch (error) {
    return [{ check: name, level: 'fail', said: error instanceof Error ? error.message : String(error) }];
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at everything at once, in the order given. Never rejects, and ends within `patience` (milliseconds) whatever hangs. */
export async function runChecks(checks: readonly DoctorCheck[], patience = defaultPatience): Promise<Row[]> {
  return (await Promise.all(checks.map((check) => runOne(check, patience)))).flat();
}
