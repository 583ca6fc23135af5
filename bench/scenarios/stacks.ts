import { measureBareMongo, type BareMongo } from '../lib/bare-mongo.ts';
import type { Bench } from '../lib/bench.ts';
import { climb, gather, tokensPerSecond, type Climb, type Rung } from '../lib/ladder.ts';
import type { Load } from '../lib/load.ts';
import { measured, noise, notes, notRun, type Row } from '../lib/report.ts';
import { startStack, type StackPlan } from '../lib/stacks.ts';
import { quantile } from '../lib/stats.ts';

const plans: readonly StackPlan[] = [
  { kind: 'sqlite', nodes: 1 },
  { kind: 'cluster', nodes: 1 },
  { kind: 'cluster', nodes: 2 },
  { kind: 'relay', nodes: 1 },
];

interface Found extends Climb {
  readonly name: string;
  readonly nodes: number;
  readonly kind: 'mongod' | 'stand-in' | null;
  readonly bare: BareMongo | null;
  readonly added: { readonly p50: number; readonly p99: number; readonly answered: number };
}

interface Depth {
  readonly rounds: number;
  readonly limit: number;
  readonly step: number;
  readonly seconds: number;
}

async function measureStack(load: Load, plan: StackPlan, depth: Depth, log: (line: string) => void): Promise<Found | null> {
  await using stack = await startStack(plan, { openAiUrl: load.openAiUrl });
  if (stack === null) return null;
  const bare = stack.mongo === null ? null : await measureBareMongo(stack.mongo.uri);
  log(`${stack.name}${bare === null ? '' : `; bare driver: insert ${bare.insert.toFixed(2)} ms, find ${bare.find.toFixed(2)} ms`}`);
  await gather(load, stack, depth.limit);
  await load.first(Math.ceil(depth.rounds / 10));
  const { direct, through, answered } = await load.first(depth.rounds);
  const zero = quantile(direct, 0.5);
  const added = {
    p50: (quantile(through, 0.5) - zero) / 1_000,
    p99: (quantile(through, 0.99) - zero) / 1_000,
    answered: quantile(answered, 0.5) / 1_000,
  };
  log(`first token: ${JSON.stringify(added)}`);
  // What stands in for MongoDB begins few turns a second; that is no limit of the server's.
  const perSecond = plan.kind === 'cluster' ? 12 : 100;
  const climbed = await climb(load, stack, { ...depth, perSecond, log });
  await load.stop();
  return { ...climbed, name: stack.name, nodes: plan.nodes, kind: stack.mongo?.kind ?? null, bare, added };
}

const times = (ms: number, bare: BareMongo | null): string =>
  bare === null ? '' : `= ${(ms / bare.insert).toFixed(1)} × a bare insert (${bare.insert.toFixed(2)} ms)`;

const ofStores = ({ cpuPer1k }: Rung): string =>
  Object.entries(cpuPer1k)
    .filter(([name]) => name !== 'server')
    .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms beside it`)
    .join(', ');

function rowsOf(all: readonly Found[], limit: number): Row[] {
  const per = (row: (found: Found, at: Rung, least: Rung) => Row): Row[] =>
    all.flatMap((found) => {
      const least = found.rungs[0];
      return least === undefined ? [] : [row(found, found.rungs.find(({ streams }) => streams === found.best) ?? least, least)];
    });
  return [
    ...per(({ name, nodes, best }, at) =>
      measured({
        metric: `streams of ${tokensPerSecond} tok/s on one core: ${name}`,
        value: best,
        unit: '',
        ...(nodes === 1 ? { goal: 1_000, more: true } : {}),
        note: notes(
          best === limit ? `not searched above ${limit}` : '',
          nodes > 1 ? 'both nodes share that core' : '',
          at.lagP99 > 20 ? `HARNESS-BOUND: the provider was ${at.lagP99.toFixed(0)} ms late` : '',
          noise(at.cores['others']!),
        ),
      }),
    ),
    ...per(({ name, added, bare }) =>
      measured({
        metric: `added time to first token, p50: ${name}`,
        value: added.p50,
        digits: 2,
        ...(bare === null ? { goal: 0.8 } : {}),
        note: notes(`the 201 came after ${added.answered.toFixed(2)} ms`, times(added.p50, bare)),
      }),
    ),
    ...per(({ name, added, bare }) =>
      measured({
        metric: `… p99: ${name}`,
        value: added.p99,
        digits: 2,
        ...(bare === null ? { goal: 4 } : {}),
        note: times(added.p99, bare),
      }),
    ),
    ...per(({ name }, _at, least) =>
      measured({
        metric: `CPU per 1,000 tokens at ${least.streams} streams: ${name}`,
        value: least.cpuPer1k['server']!,
        note: notes(ofStores(least), noise(least.cores['others']!)),
      }),
    ),
    ...per(({ name }, at) =>
      measured({
        metric: `CPU per 1,000 tokens at ${at.streams} streams: ${name}`,
        value: at.cpuPer1k['server']!,
        goal: 25,
        note: notes(ofStores(at), noise(at.cores['others']!)),
      }),
    ),
    ...per(({ name }, _at, least) =>
      measured({
        metric: `sent → received at ${least.streams} streams, p50: ${name}`,
        value: least.delayP50,
        digits: 2,
        note: notes(`p99 ${least.delayP99.toFixed(2)} ms`, noise(least.cores['others']!)),
      }),
    ),
  ];
}

/** Both stacks in one run, side by side: SQLite with the journal, and MongoDB with Redis on one node and on two. */
export async function stacks({ load, quick, log }: Bench): Promise<Row[]> {
  if (load === null) return [notRun('both stacks side by side', 'no C compiler for bench/load.c')];
  const depth: Depth = quick ? { rounds: 60, limit: 400, step: 100, seconds: 3 } : { rounds: 300, limit: 1_400, step: 100, seconds: 5 };
  const found: Found[] = [];
  const missing: Row[] = [];
  for (const plan of plans) {
    const one = await measureStack(load, plan, depth, log);
    if (one === null) missing.push(notRun(`${plan.kind}, ${plan.nodes} node(s)`, 'MongoDB or Redis is not here'));
    else found.push(one);
  }
  return [...rowsOf(found, depth.limit), ...missing];
}
