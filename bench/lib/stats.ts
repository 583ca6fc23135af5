/** The value below which a share of all values lies (nearest rank). NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The slope of the least-squares line through the points; NaN for fewer than two different x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? Number.NaN : over / under;
}

/**
 * Doubles from `start` until `holds` says no or `limit` is passed, then halves the distance `bisections` times. Answers the largest number that
 * held (0 for none) and the smallest that did not (null when none was found).
 */
export async function searchLimit(
  holds: (value: number) => Promise<boolean>,
  { start, limit, bisections, step }: { start: number; limit: number; bisections: number; step: number },
): Promise<{ best: number; failed: number | null }> {
  let best = 0;
  let failed: number | null = null;
  for (let value = start; value <= limit && failed === null; value *= 2) {
    if (await holds(value)) best = value;
    else failed = value;
  }
  for (let round = 0; round < bisections && failed !== null; round += 1) {
    const middle: number = Math.round((best + failed) / 2 / step) * step;
    if (middle <= best || middle >= failed) break;
    if (await holds(middle)) best = middle;
    else failed = middle;
  }
  return { best, failed };
}
