import type { TurnStatus } from '@parley/contracts';

/** What is known of one turn when its server was killed, and what the next server has of it. Times are monotonic microseconds. */
export interface Evidence {
  readonly turnId: string;
  readonly killedUs: number;
  /** When the provider wrote token k, by k. */
  readonly writtenUs: ReadonlyMap<number, number>;
  /** When a live reader was shown token k, by k. */
  readonly shownUs: ReadonlyMap<number, number>;
  /** The status of the `turn-end` a reader was shown, if one was. */
  readonly endShown: TurnStatus | null;
  /** Whether a stop was acknowledged before the kill. */
  readonly stopAcknowledged: boolean;
  readonly stored: { readonly text: string; readonly status: TurnStatus };
}

export interface Verdict {
  readonly turnId: string;
  /** What is wrong however slow the machine was. */
  readonly problems: readonly string[];
  /** Tokens that were lost although they were old enough to be kept, had the server been given the processor. */
  readonly late: readonly string[];
  /** How long before the kill the oldest lost token was written; null when none was lost. Milliseconds. */
  readonly lostWrittenMs: number | null;
  /** The same for tokens that a reader was shown. */
  readonly lostShownMs: number | null;
}

/** A token written or shown this long before the kill must not be lost. */
export const mayBeLostMs = 100;

const tokens = /w(\d+)/g;
const settled: readonly TurnStatus[] = ['done', 'stopped', 'failed', 'interrupted'];

/** The numbers of the tokens of a text, in order. */
export function tokenNumbers(text: string): number[] {
  return Array.from(text.matchAll(tokens), (match) => Number(match[1]));
}

function oldestLost(times: ReadonlyMap<number, number>, kept: number, killedUs: number): number | null {
  let oldest: number | null = null;
  for (const [token, us] of times) {
    if (token > kept && us <= killedUs) oldest = Math.max(oldest ?? 0, (killedUs - us) / 1_000);
  }
  return oldest;
}

/** Holds what was kept of a turn against what was written and shown. */
export function judge({ turnId, killedUs, writtenUs, shownUs, endShown, stopAcknowledged, stored }: Evidence): Verdict {
  const problems: string[] = [];
  const late: string[] = [];
  const numbers = tokenNumbers(stored.text);
  const firstWrong = numbers.findIndex((number, index) => number !== index + 1);
  if (firstWrong !== -1) problems.push(`token ${firstWrong + 1} is followed by or replaced with w${numbers[firstWrong]}`);
  if (!settled.includes(stored.status)) problems.push(`the turn is still ${stored.status}`);
  if (endShown !== null && stored.status !== endShown) problems.push(`readers were shown the end ${endShown}, stored is ${stored.status}`);
  if (stopAcknowledged && !['stopped', 'done'].includes(stored.status)) problems.push(`an acknowledged stop became ${stored.status}`);

  const lostWrittenMs = endShown === null && !stopAcknowledged ? oldestLost(writtenUs, numbers.length, killedUs) : null;
  const lostShownMs = oldestLost(shownUs, numbers.length, killedUs);
  if (stored.status === 'interrupted' && (lostWrittenMs ?? 0) > mayBeLostMs) {
    late.push(`a token written ${lostWrittenMs?.toFixed(1)} ms before the kill is lost`);
  }
  if (lostShownMs !== null && endShown !== null) problems.push('a token that was shown before a shown end is lost');
  else if ((lostShownMs ?? 0) > mayBeLostMs) late.push(`a token shown ${lostShownMs?.toFixed(1)} ms before the kill is lost`);
  return { turnId, problems, late, lostWrittenMs, lostShownMs };
}

/** Quantiles of ages in milliseconds, for people. */
export function distribution(ages: readonly number[]): Record<'count' | 'p50' | 'p90' | 'p99' | 'max', number> {
  const sorted = ages.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
