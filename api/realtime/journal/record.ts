/** What one flush keeps of one turn: its encoded events from `firstSeq` on, one per line. */
export interface Section {
  readonly turnId: string;
  readonly epoch: number;
  readonly firstSeq: number;
  readonly text: string;
}

/** Encoded events begin with their seq and never contain a raw line break, so `#` marks the head of a section. */
export function encodeSection({ turnId, epoch, firstSeq, text }: Section): string {
  return `#${epoch} ${firstSeq} ${turnId}\n${text}`;
}

export function encodeRecord(sections: readonly string[]): string {
  return sections.join('\n');
}

const head = /^#(\d+) (\d+) (.+)$/gm;

/** Reads what `encodeRecord` wrote. */
export function decodeRecord(body: string): Section[] {
  const heads = [...body.matchAll(head)];
  return heads.map((match, index) => ({
    epoch: Number(match[1]),
    firstSeq: Number(match[2]),
    turnId: match[3] ?? '',
    text: body.slice(match.index + match[0].length + 1, (heads[index + 1]?.index ?? body.length + 1) - 1),
  }));
}
