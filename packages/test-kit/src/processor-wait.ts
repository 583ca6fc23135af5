import { readdirSync, readFileSync } from 'node:fs';
import { monotonicMicros } from './clock.ts';

interface Sample {
  readonly us: number;
  /** Milliseconds each thread has ever waited for a processor while it could have run. */
  readonly waited: ReadonlyMap<string, number>;
}

/** Watches how long a process is kept from running by others. */
export interface ProcessorWatch {
  /** The longest any of its threads waited for a processor within the last `ms`; 0 where the kernel does not tell. */
  waitedWithin(ms: number): number;
  /** The longest any of its threads waited since the watch began, and stops it. */
  stop(): number;
}

const sampleEvery = 40;
const kept = 25;

/** The kernel's own count (`schedstat`): nanoseconds on the run queue, by thread. */
function waitedByThread(pid: number): Map<string, number> {
  const waited = new Map<string, number>();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const fields = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      waited.set(thread, Number(fields[1]) / 1_000_000);
    }
  } catch {
    // The process has ended, or this is not Linux: then nothing is excused.
  }
  return waited;
}

/**
 * A server that is not given the processor cannot keep a token that it could not read. Tests that kill it look at this figure to
 * tell that case from a server that was slow of its own accord.
 */
export function watchProcessorWait(pid: number): ProcessorWatch {
  const samples: Sample[] = [];
  const take = (): Sample => {
    const sample = { us: monotonicMicros(), waited: waitedByThread(pid) };
    samples.push(sample);
    if (samples.length > kept) samples.shift();
    return sample;
  };
  const begin = take();
  const timer = setInterval(take, sampleEvery);
  const between = (first: Sample, last: Sample): number =>
    Math.max(0, ...Array.from(last.waited, ([thread, waited]) => waited - (first.waited.get(thread) ?? 0)));
  return {
    waitedWithin(ms) {
      const last = take();
      return between(samples.findLast((sample) => sample.us <= last.us - ms * 1_000) ?? samples[0]!, last);
    },
    stop() {
      clearInterval(timer);
      return between(begin, take());
    },
  };
}
