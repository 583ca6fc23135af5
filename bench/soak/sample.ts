import { readdir, readFile, readlink } from 'node:fs/promises';
import type { LoadReport } from '../lib/load.ts';
import type { Sut } from '../lib/processes.ts';

export const metricsSecret = 'of-the-soak-and-of-nobody-else';

/** One look at one node. Bytes, and milliseconds of the ten seconds before. */
export interface NodeSample {
  readonly rss: number;
  readonly heap: number;
  readonly external: number;
  readonly descriptors: number;
  readonly sockets: number;
  readonly loopP50: number;
  readonly loopP99: number;
  readonly loopMax: number;
  readonly turnsRunning: number;
  /** Turns that ended otherwise than done, since the start. */
  readonly turnsNotDone: number;
  readonly turnsDone: number;
}

/** One look at everything, so many seconds after the load was complete. */
export interface Sample {
  readonly at: number;
  readonly nodes: readonly NodeSample[];
  /** Resident bytes of the stores' processes. */
  readonly stores: Readonly<Record<string, number>>;
  readonly load: Pick<LoadReport, 'running' | 'silent' | 'received' | 'ended' | 'refused' | 'failures' | 'disorder' | 'gap' | 'first'>;
  readonly visits: number;
}

export async function residentBytes(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) * 1_024;
}

async function readDescriptors(pid: number): Promise<{ descriptors: number; sockets: number }> {
  const names = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => 'gone')));
  return { descriptors: names.length, sockets: targets.filter((target) => target.startsWith('socket:')).length };
}

/** The sum of all samples of a metric whose labels hold `label`. */
function sumOf(text: string, name: string, label = ''): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || (line.startsWith(`${name}{`) && line.includes(label)));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

export async function sampleNode({ url, pid }: Pick<Sut, 'url' | 'pid'>): Promise<NodeSample> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsSecret}` } });
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  const text = await answer.text();
  const done = sumOf(text, 'parley_turns_ended_total', 'status="done"');
  return {
    rss: await residentBytes(pid),
    heap: sumOf(text, 'nodejs_heap_size_used_bytes'),
    external: sumOf(text, 'nodejs_external_memory_bytes'),
    ...(await readDescriptors(pid)),
    loopP50: sumOf(text, 'nodejs_eventloop_lag_p50_seconds') * 1_000,
    loopP99: sumOf(text, 'nodejs_eventloop_lag_p99_seconds') * 1_000,
    loopMax: sumOf(text, 'nodejs_eventloop_lag_max_seconds') * 1_000,
    turnsRunning: sumOf(text, 'parley_turns_running'),
    turnsDone: done,
    turnsNotDone: sumOf(text, 'parley_turns_ended_total') - done,
  };
}
