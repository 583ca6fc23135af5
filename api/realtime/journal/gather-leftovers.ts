import type { Section } from './record.ts';

/** What records hold of one turn. */
export interface FoundTurn {
  epoch: number;
  /** Encoded events in order. */
  lines: string[];
  /** Ids of the records it has a section in. */
  records: number[];
  ended: boolean;
}

const endOfTurn = /^\d+,\{"type":"turn-end"/;
/** Whether an encoded event ends its turn. */
export const isEnd = (line: string): boolean => endOfTurn.test(line);
const seqOf = (line: string | undefined): number => (line === undefined ? 0 : Number.parseInt(line, 10));

/** Collects the turns of all records in one pass, however many there are. */
export function createGatherer(): { readonly turns: Map<string, FoundTurn>; add(record: number, section: Section): void } {
  const turns = new Map<string, FoundTurn>();
  return {
    turns,
    add(record, section) {
      const turn = turns.get(section.turnId) ?? { epoch: 0, lines: [], records: [], ended: false };
      turns.set(section.turnId, turn);
      // A later record wins: what was appended again after a failed commit or a takeover replaces what it repeats.
      while (seqOf(turn.lines.at(-1)) >= section.firstSeq) turn.lines.pop();
      for (const line of section.text.split('\n')) turn.lines.push(line);
      turn.epoch = section.epoch;
      turn.records.push(record);
      turn.ended = isEnd(turn.lines.at(-1) ?? '');
    },
  };
}
