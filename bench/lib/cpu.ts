import { readFile } from 'node:fs/promises';

/** Milliseconds per tick of `/proc` (USER_HZ is 100 on every Linux that Node runs on). */
const tick = 10;

/** CPU time of one process with all its threads, user and system, in milliseconds. */
export async function processCpu(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tick;
}

/** CPU time the whole machine has spent working, in milliseconds. */
async function machineCpu(): Promise<number> {
  const line = (await readFile('/proc/stat', 'utf8')).split('\n')[0]!;
  const [user, nice, system, , , irq, softirq] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user! + nice! + system! + irq! + softirq!) * tick;
}

export interface CpuWindow {
  /** Share of one core that each named process used. */
  readonly own: Readonly<Record<string, number>>;
  /** Share of one core that everybody else used: above a few hundredths, the figures of this window say more about them. */
  readonly others: number;
  readonly elapsed: number;
}

/** Begins to watch; the answered function says what happened since. */
export async function watchCpu(processes: Readonly<Record<string, number>>): Promise<() => Promise<CpuWindow>> {
  const read = async (): Promise<{ at: number; machine: number; own: Record<string, number> }> => ({
    at: performance.now(),
    machine: await machineCpu(),
    own: Object.fromEntries(
      await Promise.all(Object.entries(processes).map(async ([name, pid]) => [name, await processCpu(pid)] as const)),
    ),
  });
  const before = await read();
  return async () => {
    const after = await read();
    const elapsed = after.at - before.at;
    const own = Object.fromEntries(Object.entries(after.own).map(([name, ms]) => [name, (ms - before.own[name]!) / elapsed]));
    const ours = Object.values(own).reduce((sum, share) => sum + share, 0);
    return { own, others: Math.max(0, (after.machine - before.machine) / elapsed - ours), elapsed };
  };
}
