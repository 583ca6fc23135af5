import type { Egress } from '../../egress/port.ts';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

const patience = 10_000;
/** Seconds. The header has whole seconds, so that less than two mean nothing. */
const worthSaying = 5;
const harmful = 60;

/** What a difference in seconds means. */
export function judgeClock(seconds: number, host: string): Finding {
  const size = Math.abs(seconds);
  if (size < worthSaying) return { level: 'ok', said: `The clock agrees with that of ${host}.` };
  const said = `The clock is ${Math.round(size)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${host}.`;
  return { level: size < harmful ? 'warn' : 'fail', said, advice: 'Let this machine set its clock (NTP, chrony).' };
}

async function look(egress: Egress, urls: readonly string[], now: () => number, signal: AbortSignal): Promise<Finding[]> {
  for (const url of urls) {
    const before = now();
    let date: string | undefined;
    try {
      ({ date } = (await egress.fetch({ method: 'GET', url, trust: 'operator', totalMs: patience, signal })).headers);
    } catch {
      // Whether it can be reached is another check's business; the next one may have a clock.
      continue;
    }
    const theirs = Date.parse(date ?? '');
    if (!Number.isNaN(theirs)) return [judgeClock(((before + now()) / 2 - theirs - 500) / 1_000, new URL(url).host)];
  }
  return [{ level: 'ok', said: 'Nobody could be asked for the time.' }];
}

/** Compares this machine's clock with the first of the addresses that says the time. */
export const checkClock = (egress: Egress, urls: readonly string[], now: () => number = Date.now): DoctorCheck => ({
  name: 'clock',
  run: (signal) => look(egress, urls, now, signal),
});
