import { limits } from '@parley/contracts';
import type { Fake } from '../lib/processes.ts';
import { startSut } from '../lib/processes.ts';
import type { Row } from '../lib/report.ts';
import { quantile, slope } from '../lib/stats.ts';
import { createVisitor, pause, type Reading, type Visitor } from '../lib/visitor.ts';

const rate = 50;

interface Step {
  readonly streams: number;
  readonly delivered: number;
  readonly gapP99: number;
  readonly firstP99: number;
  readonly cpuPer1k: number;
  readonly rss: number;
  readonly bytesPerToken: number;
}

/** So many streams at 50 tokens a second for a while: what arrived in time, the pauses, the cost. */
async function measure(fake: Fake, streams: number, seconds: number): Promise<Step> {
  await using sut = await startSut(fake.openAiUrl);
  const visitors: Visitor[] = [];
  const perPerson = limits.runningTurnsPerUser;
  for (let person = 0; person * perPerson < streams; person += 1) visitors.push(await createVisitor(sut.url, `load-${person}`));
  const readings: Reading[] = [];
  // A gentle ramp: everybody starting at once would measure the accept queue.
  for (let index = 0; index < streams; index += 1) {
    readings.push(await visitors[index % visitors.length]!.send(`[[fake tokens=${rate * (seconds + 30)} rate=${rate}]]`));
  }
  await pause(1_000);
  const before = { cpu: await sut.cpu(), tokens: readings.map(({ tokens }) => tokens), at: performance.now() };
  for (const reading of readings) reading.gaps.length = 0;
  await pause(seconds * 1_000);
  const elapsed = (performance.now() - before.at) / 1_000;
  const tokens = readings.reduce((sum, reading, index) => sum + reading.tokens - before.tokens[index]!, 0);
  const step = {
    streams,
    delivered: tokens / (streams * rate * elapsed),
    gapP99: quantile(
      readings.flatMap(({ gaps }) => gaps),
      0.99,
    ),
    firstP99: quantile(
      readings.map(({ firstAt, sentAt }) => (firstAt === 0 ? Number.POSITIVE_INFINITY : firstAt - sentAt)),
      0.99,
    ),
    cpuPer1k: ((await sut.cpu()) - before.cpu) / (tokens / 1_000),
    rss: await sut.rss(),
    bytesPerToken: readings.reduce((sum, { bytes }) => sum + bytes, 0) / readings.reduce((sum, reading) => sum + reading.tokens, 0),
  };
  for (const visitor of visitors) visitor.close();
  return step;
}

const holds = ({ delivered, gapP99, firstP99 }: Step): boolean => delivered >= 0.985 && gapP99 <= 100 && firstP99 <= 500;

/** Doubles the streams until a gate fails, then looks once in between. */
export async function capacity(fake: Fake, quick: boolean): Promise<Row[]> {
  const seconds = quick ? 3 : 6;
  const steps: Step[] = [];
  const tried = async (streams: number): Promise<Step> => {
    const step = await measure(fake, streams, seconds);
    console.error(
      `  ${streams} streams: delivered ${(step.delivered * 100).toFixed(1)} %, p99 gap ${step.gapP99.toFixed(0)} ms, p99 first ${step.firstP99.toFixed(0)} ms, ` +
        `${step.cpuPer1k.toFixed(0)} ms CPU per 1,000 tokens, ${(step.rss / 1e6).toFixed(0)} MB`,
    );
    steps.push(step);
    return step;
  };
  let best = 0;
  let failed = 0;
  for (let streams = 50; failed === 0 && streams <= (quick ? 200 : 1_600); streams *= 2) {
    if (holds(await tried(streams))) best = streams;
    else failed = streams;
  }
  if (failed > best + 50 && !quick && holds(await tried(Math.round((best + failed) / 2)))) best = Math.round((best + failed) / 2);
  const at = steps.filter(({ streams }) => streams <= Math.max(best, 50)).at(-1)!;
  const perStream =
    steps.length > 1 ? slope(steps.filter(({ delivered }) => delivered > 0.9).map(({ streams, rss }) => [streams, rss])) : Number.NaN;
  const note = 'load client and provider are Node on the other core: HARNESS-BOUND from some hundred streams on';
  return [
    { metric: 'streams of 50 tok/s on one core', value: `${best}`, goal: '≥ 1,000', met: best >= 1_000, peers: '25–50 / ≥ 50', note },
    {
      metric: `CPU per 1,000 tokens at ${at.streams} streams`,
      value: `${at.cpuPer1k.toFixed(0)} ms`,
      goal: '≤ 25 ms',
      met: at.cpuPer1k <= 25,
      peers: '300–382 / 249 ms (at 50)',
    },
    {
      metric: 'RSS per stream (slope)',
      value: `${(perStream / 1_024).toFixed(0)} KB`,
      goal: '≤ 60–150 KB',
      met: perStream <= 150 * 1_024,
      peers: '–',
    },
    {
      metric: 'bytes per token to the reader',
      value: at.bytesPerToken.toFixed(0),
      goal: '≤ 60',
      met: at.bytesPerToken <= 60,
      peers: '152–162 / 106–123',
    },
  ];
}
