import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { distribution, mayBeLostMs } from '../verdict.ts';

export interface ClusterRound {
  readonly fault: string;
  readonly round: number;
  readonly turns: number;
  readonly interrupted: number;
  /** Milliseconds from the fault until the last turn of the dead was interrupted, and, for each time it was cut off, until a reader was back. */
  readonly interruptedMs: number;
  readonly attachedMs: readonly number[];
  /** The longest that a node was kept from the processor shortly before it was killed. */
  readonly starvedMs: number;
  /** Ages of the oldest lost token of each turn. */
  readonly lostMs: readonly number[];
  /** What took longer than it may although nothing kept it from the processor. */
  readonly late?: readonly string[];
  /** What must never be, however busy the machine is. */
  readonly problems: readonly string[];
}

export interface ClusterResults {
  readonly what: string;
  readonly seed: number;
  /** How many times each fault is wanted. */
  readonly times: number;
  readonly rounds: ClusterRound[];
}

const folder = path.resolve(import.meta.dirname, '../../../../bench/results');
const fileOf = ({ what, seed, times }: Pick<ClusterResults, 'what' | 'seed' | 'times'>): string =>
  path.join(folder, `crash-two-nodes-${what}-${times}-${seed}.json`);

/** Earlier rounds of a long run that was broken off; every short one begins anew. */
export function openClusterResults(what: string, seed: number, times: number, resume: boolean): ClusterResults {
  const fresh: ClusterResults = { what, seed, times, rounds: [] };
  const file = fileOf(fresh);
  return resume && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ClusterResults) : fresh;
}

/** A node kept from the processor longer than this, in milliseconds, may be excused for being late. */
const mayStarveMs = 30;

/** Without those whose lateness is the machine's: they are replaced by others. */
export const countedRounds = (rounds: readonly ClusterRound[]): ClusterRound[] =>
  rounds.filter(({ lostMs, starvedMs }) => Math.max(0, ...lostMs) <= mayBeLostMs || starvedMs <= mayStarveMs);

export function saveClusterResults(results: ClusterResults): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(results), `${JSON.stringify({ ...results, summary: summarize(results) }, null, 2)}\n`);
}

/** With their rounds, so that a line of a log says what happened. */
export const problemsOf = (rounds: readonly ClusterRound[]): string[] =>
  rounds.flatMap(({ round, problems, late = [] }) => [...problems, ...late].map((problem) => `round ${round}: ${problem}`));

export function summarize({ rounds }: ClusterResults): Record<string, unknown> {
  return Object.fromEntries(
    [...Map.groupBy(rounds, ({ fault }) => fault)].map(([fault, of]) => [
      fault,
      {
        rounds: of.length,
        excused: of.length - countedRounds(of).length,
        turns: of.reduce((sum, round) => sum + round.turns, 0),
        interrupted: of.reduce((sum, round) => sum + round.interrupted, 0),
        problems: problemsOf(of),
        lostMs: distribution(of.flatMap(({ lostMs }) => lostMs.filter((ms) => ms > 0))),
        interruptedMs: distribution(of.flatMap(({ interruptedMs }) => (interruptedMs > 0 ? [interruptedMs] : []))),
        attachedMs: distribution(of.flatMap(({ attachedMs }) => attachedMs)),
      },
    ]),
  );
}
