import { median, slope } from '../lib/stats.ts';

/** How a figure moved over a run. */
export interface Trend {
  /** By least squares over the last two thirds, per hour. NaN for fewer than two points. */
  readonly perHour: number;
  /** Medians of the first and of the last fifth of those. */
  readonly first: number;
  readonly last: number;
  readonly max: number;
}

/**
 * The trend of points `[seconds, value]` in the order of time. The first third is left out: caches, pools and the logs of ended answers fill
 * while it lasts, which is growth but no leak.
 */
export function trendOf(points: readonly (readonly [seconds: number, value: number])[]): Trend {
  const settled = points.slice(Math.floor(points.length / 3));
  const values = settled.map(([, value]) => value);
  const fifth = Math.max(1, Math.floor(settled.length / 5));
  return {
    perHour: slope(settled.map(([seconds, value]) => [seconds / 3_600, value])),
    first: median(values.slice(0, fifth)),
    last: median(values.slice(-fifth)),
    max: Math.max(...points.map(([, value]) => value)),
  };
}
