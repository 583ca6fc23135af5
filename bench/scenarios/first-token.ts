import type { Bench } from '../lib/bench.ts';
import { watchCpu } from '../lib/cpu.ts';
import type { Load } from '../lib/load.ts';
import { measured, noise, notes, notRun, type Row } from '../lib/report.ts';
import { quantile } from '../lib/stats.ts';
import { createCrowd, withStreams, type Crowd } from '../lib/step.ts';

interface Found {
  readonly p50: number;
  readonly p99: number;
  readonly direct: number;
  readonly answered: number;
  readonly others: number;
}

/** Short answers one at a time, direct and through the server in turn, while so many streams run beside them. */
async function measure(load: Load, crowd: Crowd, beside: number, rounds: number): Promise<Found> {
  const { direct, through, answered, others } = await withStreams(load, crowd, beside, async (sut) => {
    await load.first(Math.ceil(rounds / 10));
    const watched = await watchCpu({ sut: sut.pid, load: load.pid, bench: process.pid });
    const first = await load.first(rounds);
    return { ...first, others: (await watched()).others };
  });
  const zero = quantile(direct, 0.5) / 1_000;
  const at = (share: number): number => quantile(through, share) / 1_000 - zero;
  return { p50: at(0.5), p99: at(0.99), direct: zero, answered: quantile(answered, 0.5) / 1_000, others };
}

/** What Parley adds to the first token: authentication, the durable commit, subscribing and reading included. */
export async function firstToken({ load, quick, log }: Bench): Promise<Row[]> {
  if (load === null) return [notRun('added time to the first token', 'no C compiler for bench/load.c')];
  await using crowd = await createCrowd();
  const alone = await measure(load, crowd, 0, quick ? 300 : 2_000);
  log(`alone ${JSON.stringify(alone)}`);
  const rows = [
    measured({
      metric: 'added time to first token, p50',
      value: alone.p50,
      digits: 2,
      goal: 0.8,
      peers: '31 / 18 ms',
      note: notes(`direct ${alone.direct.toFixed(2)} ms; the 201 came after ${alone.answered.toFixed(2)} ms`, noise(alone.others)),
    }),
    measured({ metric: '… p99', value: alone.p99, digits: 2, goal: 4, peers: '55 / 32 ms', note: noise(alone.others) }),
  ];
  if (quick) return rows;
  const busy = await measure(load, crowd, 500, 150);
  log(`beside 500 ${JSON.stringify(busy)}`);
  return [
    ...rows,
    measured({
      metric: 'added time to first token beside 500 streams, p50',
      value: busy.p50,
      digits: 1,
      goal: 5,
      note: noise(busy.others),
    }),
    measured({ metric: '… p99', value: busy.p99, digits: 1, goal: 40, note: noise(busy.others) }),
  ];
}
