/** `2026-11` stands for a month longer ago than 30 days. */
export type DateGroup = 'today' | 'yesterday' | 'week' | 'month' | `${number}-${number}`;

/** Midnight before `now`, `days` days back, on this device's clock; days that are 23 or 25 hours long are counted right. */
function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime();
}

/** Under which heading something that happened at `timestamp` stands. What lies ahead, by a clock that is off, is today's. */
export function dateGroupOf(timestamp: number, now: number): DateGroup {
  if (timestamp >= midnight(now, 0)) return 'today';
  if (timestamp >= midnight(now, 1)) return 'yesterday';
  if (timestamp >= midnight(now, 7)) return 'week';
  if (timestamp >= midnight(now, 30)) return 'month';
  const date = new Date(timestamp);
  return `${date.getFullYear()}-${date.getMonth() + 1}`;
}
