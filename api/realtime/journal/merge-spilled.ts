import { isEnd, type FoundTurn } from './gather-leftovers.ts';
import { decodeRecord, encodeRecord, encodeSection, type Section } from './record.ts';

const seqOf = (line: string | undefined): number => (line === undefined ? 0 : Number.parseInt(line, 10));

/** What the spill knows beyond the journal's records, ready to become one more record. */
export interface Spilled {
  readonly body: string;
  readonly turns: readonly string[];
}

/**
 * Completes the turns that the journal knows with what was spilled, and says what was new, or null. Events are taken only where
 * they follow on what is known: the rest of a turn that ended, or was forgotten, finds no beginning here and is left out.
 */
export function mergeSpilled(bodies: readonly string[], turns: Map<string, FoundTurn>): Spilled | null {
  const extra = new Map<string, Section & { readonly lines: string[] }>();
  const sections = bodies.flatMap(decodeRecord).toSorted((a, b) => a.firstSeq - b.firstSeq);
  for (const section of sections) {
    const turn = turns.get(section.turnId) ?? { epoch: 0, lines: [], records: [], ended: false };
    const lines = section.text.split('\n').filter((line) => !turn.ended && takeOver(turn, line));
    if (lines.length === 0) continue;
    turns.set(section.turnId, turn);
    turn.epoch = Math.max(turn.epoch, section.epoch);
    const before = extra.get(section.turnId);
    if (before) before.lines.push(...lines);
    else extra.set(section.turnId, { ...section, epoch: turn.epoch, firstSeq: seqOf(lines[0]), lines });
  }
  if (extra.size === 0) return null;
  const more = Array.from(extra.values(), ({ lines, ...section }) => encodeSection({ ...section, text: lines.join('\n') }));
  return { body: encodeRecord(more), turns: [...extra.keys()] };
}

function takeOver(turn: FoundTurn, line: string): boolean {
  if (seqOf(line) !== seqOf(turn.lines.at(-1)) + 1) return false;
  turn.lines.push(line);
  turn.ended = isEnd(line);
  return true;
}
