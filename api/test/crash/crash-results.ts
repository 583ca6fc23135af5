import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckedRound } from './check-round.ts';
import type { KilledRound, Moment } from './crash-round.ts';
import { distribution } from './verdict.ts';

export interface RoundResult {
  readonly round: number;
  readonly moment: Moment;
  readonly readyMs: number;
  readonly turns: number;
  readonly problems: readonly string[];
  /** False for a round whose lateness is the machine's: a token came too late and the server had been kept from the processor. */
  readonly counted: boolean;
  readonly starvedMs: number;
  readonly late: readonly string[];
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
    return countedRounds(kept).length < kills ? kept : { seed, kills, rounds: [] };
  } catch {
    return { seed, kills, rounds: [] };
  }
}

/** A server kept from the processor longer than this, in milliseconds, may be excused for being late. */
const mayStarveMs = 30;

export function roundResult({ round, moment, starvedMs }: KilledRound, readyMs: number, checked: CheckedRound): RoundResult {
  return {
    round,
    moment,
    readyMs: Math.round(readyMs),
    turns: checked.verdicts.length,
    counted: checked.late.length === 0 || starvedMs <= mayStarveMs,
    starvedMs: Math.round(starvedMs * 10) / 10,
    problems: checked.problems,
    late: checked.late,
    lostWrittenMs: checked.verdicts.flatMap(({ lostWrittenMs }) => lostWrittenMs ?? []),
    lostShownMs: checked.verdicts.flatMap(({ lostShownMs }) => lostShownMs ?? []),
  };
}

export const countedRounds = ({ rounds }: CrashResults): RoundResult[] => rounds.filter((round) => round.counted);

/** Written after every round, so that a long run can go on where it was broken off. */
export function saveResults(results: CrashResults): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(results.seed, results.kills), `${JSON.stringify({ ...results, ...summary(results) }, null, 2)}\n`);
}

export function summary(results: CrashResults): Record<string, unknown> {
  const { rounds } = results;
  const ages = (kind: 'lostWrittenMs' | 'lostShownMs', of = rounds): ReturnType<typeof distribution> =>
    distribution(of.flatMap((round) => round[kind]));
  const counted = countedRounds(results);
  return {
    turns: rounds.reduce((sum, round) => sum + round.turns, 0),
    problems: rounds.reduce((sum, round) => sum + round.problems.length, 0),
    counted: counted.length,
    excused: rounds.length - counted.length,
    lostWrittenMs: ages('lostWrittenMs', counted),
    lostShownMs: ages('lostShownMs', counted),
    /** With the rounds that were excused: nothing is hidden. */
    allLostWrittenMs: ages('lostWrittenMs'),
    allLostShownMs: ages('lostShownMs'),
    starvedMs: distribution(rounds.map((round) => round.starvedMs)),
    readyMs: distribution(rounds.map((round) => round.readyMs)),
  };
}
