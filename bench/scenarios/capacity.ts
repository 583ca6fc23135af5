import type { Bench } from '../lib/bench.ts';
import { measured, noise, notes, notRun, type Row } from '../lib/report.ts';
import { searchLimit, slope } from '../lib/stats.ts';
import { createCrowd, describeStep, holds, measureStep, nobody, rate, tokensPerAnswer, type Step } from '../lib/step.ts';
import { pause } from '../lib/visitor.ts';
import type { Load } from '../lib/load.ts';

/** How many direct streams the harness must carry, compared with the server's, before a limit counts as the server's own. */
const headroom = 1.3;

/** Whether the harness alone would carry so many streams on time. */
async function harnessCarries(load: Load, streams: number): Promise<boolean> {
  load.direct(streams, rate, tokensPerAnswer, 500);
  await pause((streams / 500) * 1_000 + 1_000);
  load.window();
  await pause(3_000);
  const { gap, generated, received } = await load.report();
  await load.stop();
  return gap[1] <= 100_000 && received >= generated * 0.985;
}

function rowsOf(steps: readonly Step[], floors: readonly Step[], best: number, harness: string): Row[] {
  const least = steps[0]!;
  const at = steps.find(({ streams }) => streams === best) ?? least;
  const on = (step: Step): string => noise(step.others);
  /** What a relay without any promise costs in the same minute: it takes the machine's mood out of the figure. */
  const floor = (of: Step, what: 'cpuPer1k' | 'delayP50' | 'delayP99', digits = 0): string => {
    const found = floors.find(({ streams }) => streams === of.streams);
    return found === undefined ? '' : `bare relay ${found[what].toFixed(digits)} ms`;
  };
  const onTime = steps.filter(({ delivered }) => delivered >= 0.985);
  return [
    measured({
      metric: `streams of ${rate} tok/s on one core`,
      value: best,
      unit: '',
      goal: 1_000,
      more: true,
      peers: '25–50 / ≥ 50',
      note: notes(harness, on(at)),
    }),
    measured({
      metric: `CPU per 1,000 tokens at ${least.streams} streams`,
      value: least.cpuPer1k,
      peers: '300–382 / 249 ms',
      note: notes(floor(least, 'cpuPer1k'), on(least)),
    }),
    measured({
      metric: `CPU per 1,000 tokens at ${at.streams} streams`,
      value: at.cpuPer1k,
      goal: 25,
      note: notes(floor(at, 'cpuPer1k'), on(at)),
    }),
    measured({
      metric: `sent → received at ${least.streams} streams, p50`,
      value: least.delayP50,
      digits: 2,
      goal: 0.8,
      peers: '2.1 / 1.7 ms',
      note: notes(floor(least, 'delayP50', 2), on(least)),
    }),
    measured({
      metric: '… p99',
      value: least.delayP99,
      digits: 2,
      goal: 4,
      peers: '20.6 / 10.5 ms',
      note: notes(floor(least, 'delayP99', 2), on(least)),
    }),
    measured({
      metric: 'RSS per running stream (slope)',
      value: slope(onTime.map(({ streams, rss }) => [streams, rss])) / 1_024,
      unit: 'KB',
      goal: 150,
      note: 'finished answers linger for 5 minutes and count',
    }),
    measured({ metric: 'bytes per token to the reader', value: least.bytesPerToken, unit: 'B', goal: 60, peers: '152–162 / 106–123' }),
  ];
}

/** Doubles the streams until somebody is late, then bisects. */
export async function capacity({ load, quick, log }: Bench): Promise<Row[]> {
  if (load === null) return [notRun('streams on one core, CPU and memory per stream', 'no C compiler for bench/load.c')];
  await using crowd = await createCrowd();
  const steps: Step[] = [];
  const tryStep = async (streams: number): Promise<boolean> => {
    const step = await measureStep(load, crowd, streams, quick ? 2 : 5);
    steps.push(step);
    log(describeStep(step));
    return holds(step);
  };
  const { best } = await searchLimit(tryStep, {
    start: 50,
    limit: quick ? 200 : 3_200,
    bisections: quick ? 0 : 2,
    step: 50,
  });
  const floors: Step[] = [];
  for (const streams of new Set([steps[0]!.streams, Math.max(best, 50)])) {
    const step = await measureStep(load, nobody, streams, quick ? 2 : 4);
    floors.push(step);
    log(`bare relay: ${describeStep(step)}`);
  }
  const carried = await harnessCarries(load, Math.ceil(Math.max(best, 50) * headroom));
  return rowsOf(steps, floors, best, carried ? (quick && best === 200 ? 'not searched above 200' : '') : 'HARNESS-BOUND');
}
