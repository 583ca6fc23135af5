import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Moment } from './crash-round.ts';
import { distribution, type Verdict } from './verdict.ts';

export interface RoundResult {
  readonly round: number;
  readonly moment: Moment;
  readonly readyMs: number;
  readonly turns: number;
  readonly problems: readonly string[];
  /** Ages of the oldest lost token of each turn, in milliseconds. */
  readonly lostWrittenMs: readonly number[];
  readonly lostShownMs: readonly number[];
}

export interface CrashResults {
  readonly seed: number;
  readonly kills: number;
  readonly rounds: RoundResult[];
}

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../bench/results');
const fileOf = (seed: number, kills: number): string => path.join(folder, `crash-${kills}-${seed}.json`);

/** Earlier rounds of a long run that was broken off; a complete one, and every short one, begins anew. */
export function openResults(seed: number, kills: number, resume: boolean): CrashResults {
  if (!resume) return { seed, kills, rounds: [] };
  try {
    const kept = JSON.parse(readFileSync(fileOf(seed, kills), 'utf8')) as CrashResults;
    return kept.rounds.length < kills ? kept : { seed, kills, rounds: [] };
  } catch {
    return { seed, kills, rounds: [] };
  }
}

export const roundResult = (
  round: number,
  moment: Moment,
  readyMs: number,
  verdicts: readonly Verdict[],
  problems: readonly string[],
): RoundResult => ({
  round,
  moment,
  readyMs: Math.round(readyMs),
  turns: verdicts.length,
  problems,
  lostWrittenMs: verdicts.flatMap(({ lostWrittenMs }) => lostWrittenMs ?? []),
  lostShownMs: verdicts.flatMap(({ lostShownMs }) => lostShownMs ?? []),
});

/** Written after every round, so that a long run can go on where it was broken off. */
export function saveResults(results: CrashResults): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(results.seed, results.kills), `${JSON.stringify({ ...results, ...summary(results) }, null, 2)}\n`);
}

export function summary({ rounds }: CrashResults): Record<string, unknown> {
  return {
    turns: rounds.reduce((sum, round) => sum + round.turns, 0),
    problems: rounds.reduce((sum, round) => sum + round.problems.length, 0),
    lostWrittenMs: distribution(rounds.flatMap((round) => round.lostWrittenMs)),
    lostShownMs: distribution(rounds.flatMap((round) => round.lostShownMs)),
    readyMs: distribution(rounds.map((round) => round.readyMs)),
  };
}
