import { performance } from 'node:perf_hooks';
import type { Egress } from '../../egress/port.ts';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

const patience = 10_000;
/** The probe takes about 800 ms; whatever arrives together within less than this was held back. */
const spread = 300;

/** When each piece of the probe came, in milliseconds. */
async function readProbe(egress: Egress, url: string, signal: AbortSignal): Promise<{ status: number; arrivals: number[]; text: string }> {
  const arrivals: number[] = [];
  let [status, text] = [0, ''];
  const headers = { accept: 'text/event-stream' };
  await egress.stream(
    { method: 'GET', url, headers, trust: 'operator', totalMs: patience, maxBytes: 65_536, signal },
    {
      onHead: (head) => void (status = head),
      onData(chunk) {
        arrivals.push(performance.now());
        text += chunk.toString();
      },
    },
  );
  return { status, arrivals, text };
}

async function look(egress: Egress, domain: string, signal: AbortSignal): Promise<Finding[]> {
  let probe;
  try {
    probe = await readProbe(egress, `${domain}/api/realtime/probe`, signal);
  } catch (error) {
    return [
      {
        level: 'warn',
        said: `${domain} cannot be reached from here: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'Start the server and the proxy first, or look from a machine that reaches them.',
      },
    ];
  }
  if (probe.status !== 200 || !probe.text.includes('event: probe'))
    return [
      {
        level: 'fail',
        said: `What answers at ${domain} is not Parley (status ${probe.status}).`,
        advice: 'See where the proxy sends /api.',
      },
    ];
  const took = (probe.arrivals.at(-1) ?? 0) - (probe.arrivals[0] ?? 0);
  if (took >= spread) return [{ level: 'ok', said: `${domain} passes events on as they come.` }];
  return [
    {
      level: 'fail',
      said: `The proxy at ${domain} gathers events: answers would appear at once, at their end.`,
      advice: 'Turn buffering off for /api/realtime (nginx: proxy_buffering off), and compression of text/event-stream.',
    },
  ];
}

/** Asks the public address for a short stream and sees whether its first event comes before its last. */
export const checkProxy = (egress: Egress, domain: string): DoctorCheck => ({
  name: 'proxy',
  run: (signal) => look(egress, domain, signal),
});
