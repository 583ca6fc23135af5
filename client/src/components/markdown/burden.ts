/**
 * How much work a stretch of text would make for the parser. Some inputs cost it quadratic time or exhaust its stack
 * (ten thousand `>`, `[` or `*`); a stretch that passes the bounds is shown as text instead. The bounds only ever grow with
 * more text and are looked at line by line, so that every way of cutting a stream comes to the same verdict.
 */
export interface Burden {
  /** Marks of emphasis, links and code since the paragraph began. */
  readonly marks: number;
  readonly bytes: number;
  /** Indentation of a fence inside a list, whose lines are code and count nothing; -1 outside. */
  readonly fence: number;
  readonly tooHeavy: boolean;
}

export const lightest: Burden = { marks: 0, bytes: 0, fence: -1, tooHeavy: false };

const bounds = { marks: 800, depth: 16, indentation: 60, characters: 100_000 };

const containers = /^(?:[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/;
const marker = /(?:>|[-*+]|\d{1,9}[.)])(?=[ \t]|$|>)/g;
const freshText = /^(?:\||#)/;
const fenceLine = /^(?:`{3,}[^`]*|~{3,}.*)$/;
const fenceEnd = /^(?:`{3,}|~{3,})[ \t]*$/;

function countMarks(line: string): number {
  let count = 0;
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    // * [ _ ` ~ $
    if (code === 42 || code === 91 || code === 95 || code === 96 || code === 126 || code === 36) count += 1;
  }
  return count;
}

function indentationOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width += 1;
    else if (character === '\t') width += 4;
    else break;
  }
  return width;
}

/** The burden after one more line. */
export function addLine(burden: Burden, line: string): Burden {
  if (burden.tooHeavy) return burden;
  const bytes = burden.bytes + line.length + 1;
  const trimmed = line.trim();
  if (trimmed === '') return { ...burden, bytes, marks: 0, tooHeavy: bytes > bounds.characters };

  const indentation = indentationOf(line);
  if (burden.fence >= 0 && indentation >= burden.fence) {
    return { marks: 0, bytes, fence: fenceEnd.test(trimmed) ? -1 : burden.fence, tooHeavy: bytes > bounds.characters };
  }
  if (indentation > 0 && indentation <= bounds.indentation && fenceLine.test(trimmed)) {
    return { marks: 0, bytes, fence: indentation, tooHeavy: bytes > bounds.characters };
  }

  const prefix = containers.exec(line)?.[0] ?? '';
  const depth = prefix.length > 200 ? Infinity : (prefix.match(marker)?.length ?? 0);
  const fresh = prefix !== '' || freshText.test(trimmed);
  const marks = (fresh ? 0 : burden.marks) + countMarks(line);
  const tooDeep = depth > bounds.depth || (prefix !== '' && indentation > bounds.indentation);
  return { marks, bytes, fence: -1, tooHeavy: tooDeep || marks > bounds.marks || bytes > bounds.characters };
}
