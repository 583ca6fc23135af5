import type { NodeSample, Sample } from './sample.ts';
import { trendOf, type Trend } from './trend.ts';

interface Line {
  readonly what: string;
  readonly unit: string;
  readonly trend: Trend;
}

const figures: readonly (readonly [what: string, unit: string, of: (node: NodeSample) => number])[] = [
  ['RSS', 'MB', ({ rss }) => rss / 1e6],
  ['heap used', 'MB', ({ heap }) => heap / 1e6],
  ['external', 'MB', ({ external }) => external / 1e6],
  ['descriptors', '', ({ descriptors }) => descriptors],
  ['sockets', '', ({ sockets }) => sockets],
  ['event-loop delay p50', 'ms', ({ loopP50 }) => loopP50],
  ['event-loop delay p99', 'ms', ({ loopP99 }) => loopP99],
  ['event-loop delay max', 'ms', ({ loopMax }) => loopMax],
];

/** How every figure of every node, and the memory of every store, moved. */
export function trendsOf(samples: readonly Sample[]): Line[] {
  const [first] = samples;
  if (first === undefined) return [];
  const ofNodes = first.nodes.flatMap((_, index) =>
    figures.map(([what, unit, of]) => ({
      what: `node ${index + 1}: ${what}`,
      unit,
      trend: trendOf(samples.map(({ at, nodes }) => [at, of(nodes[index]!)])),
    })),
  );
  const ofStores = Object.keys(first.stores).map((name) => ({
    what: `${name}: RSS`,
    unit: 'MB',
    trend: trendOf(samples.map(({ at, stores }) => [at, stores[name]! / 1e6])),
  }));
  const gaps = { what: 'gap between tokens, p99', unit: 'ms', trend: trendOf(samples.map(({ at, load }) => [at, load.gap[1] / 1_000])) };
  return [...ofNodes, ...ofStores, gaps];
}

const show = (value: number): string => (Number.isFinite(value) ? value.toFixed(Math.abs(value) < 10 ? 2 : 0) : '–');

/** Slopes by least squares over the last two thirds, with the medians they begin and end with. */
export function formatTrends(lines: readonly Line[]): string {
  const head = ['over the last two thirds', 'per hour', 'first median', 'last median', 'max', 'unit'];
  const rows = lines.map(({ what, unit, trend }) => [
    what,
    show(trend.perHour),
    show(trend.first),
    show(trend.last),
    show(trend.max),
    unit,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)));
  return [head, ...rows]
    .map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n');
}
