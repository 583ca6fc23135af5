import { addLine, lightest, type Burden } from './burden.ts';

/** A stretch of whole lines that reads the same alone as in its text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Whether it goes on with the list of the stretch before it: its first node is another item of that list. */
  readonly continues: boolean;
  /** Too costly to parse; shown as text. */
  readonly tooHeavy: boolean;
  /** Whether a fence inside a list or quote was still open at its end: empty lines there are code. */
  readonly fenceOpen: boolean;
}

export interface OpenStretch extends Stretch {
  /** Set while the stretch is one top-level code fence that is still open. */
  readonly fence: Fence | null;
}

export interface Fence {
  readonly marker: string;
  readonly size: number;
  readonly info: string;
}

/**
 * Asks the parser whether a top-level block, or another item of the one list, begins at `offset` of `source`. Asked only
 * where lines alone cannot tell: after raw HTML and oddly indented fences.
 */
export type BeginsAt = (source: string, offset: number, asItem: boolean) => boolean;

export interface Segmenter {
  /** Takes the next whole line (without its line feed). Returns the stretch that ended before it, if one did. */
  line(text: string, start: number): Stretch | null;
  /** What is not yet given out, were `partial` its last line. */
  open(partial: string, end: number): OpenStretch;
}

const heading = /^#{1,6}(?:[ \t]|$)/;
const fenceOpening = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const anyFence = /^[ \t]{1,3}(?:`{3,}|~{3,})/;
const thematicBreak = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const setextUnderline = /^-+[ \t]*$/;
const bullet = /^([-*+])(?:[ \t]|$)/;
const number = /^(\d{1,9})([.)])(?:[ \t]|$)/;
const container = /^ {0,3}(?:>|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|\[\^)/;
const listBreaker = /^(?:>|<|\$\$|\\\[|\[\^)|\|/;
const html = /^ {0,3}</;
const mathOpening = /^ {0,3}(\$\$|\\\[)(.*)$/;

/** The kind of list whose item a line begins: its bullet or its delimiter; null for other lines. */
function itemKind(line: string): string | null {
  if (thematicBreak.test(line)) return null;
  return bullet.exec(line)?.[1] ?? number.exec(line)?.[2] ?? null;
}

/** How far the content of the item that a line begins is indented; 0 when its first line is empty. */
function itemIndentation(line: string): number {
  const parts = /^([-*+]|\d{1,9}[.)])( *)(\S?)/.exec(line);
  if (!parts || parts[3] === '') return 0;
  const spaces = parts[2]!.length;
  return parts[1]!.length + (spaces > 4 ? 1 : spaces);
}

/** Whether the item may begin right under a line of text: not empty and, when numbered, the first. */
function interruptsText(line: string): boolean {
  return /^(?:[-*+]|1[.)])[ \t]+\S/.test(line);
}

type Verdict = 'no' | 'yes' | 'ask';

/**
 * Cuts Markdown into stretches of whole lines by looking at lines alone, so that a growing answer is parsed stretch by
 * stretch and only the last one again and again. Where it cuts depends on the text and never on how the text arrived. A cut
 * is made only where CommonMark begins a new top-level block (or a new item of a top-level list) whatever comes later;
 * not to cut is always right.
 */
export function createSegmenter(source: () => string, beginsAt: BeginsAt): Segmenter {
  let start = 0;
  let empty = true;
  let continues = false;
  let burden: Burden = lightest;
  let fence: Fence | null = null;
  let fenceClosed = false;
  /** The closing marker of a formula in lines of its own. */
  let formula: string | null = null;
  let afterBlank = false;
  let item: string | null = null;
  let itemWidth = 0;
  let inContainer = false;
  let uncertain = false;
  let askFrom = 0;

  const closesFence = (line: string): boolean => {
    if (!fence) return false;
    const run = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
    return run !== undefined && run.startsWith(fence.marker) && run.length >= fence.size;
  };

  const verdict = (line: string): Verdict => {
    if (fenceClosed) return 'yes';
    if (/^[ \t]/.test(line)) return 'no';
    const kind = itemKind(line);
    if (kind !== null) {
      // The parser has its own mind about items that begin empty.
      if (itemIndentation(line) === 0) return 'no';
      if (kind === item) return 'yes';
      if (inContainer) return afterBlank && item !== null ? 'yes' : 'ask';
      return afterBlank || interruptsText(line) ? 'yes' : 'no';
    }
    if (afterBlank || heading.test(line) || fenceOpening.test(line)) return 'yes';
    if (!thematicBreak.test(line)) return 'no';
    if (!setextUnderline.test(line)) return 'yes';
    // Under the text of an item it is a line across; the text above it may have left the item, though, where that had none to go on with.
    return item === null ? 'no' : 'ask';
  };

  /** Asks the parser, at growing distances, so that one long stretch is not read again for each of its lines. */
  const ask = (lineStart: number, lineEnd: number, asItem: boolean): boolean => {
    if (burden.tooHeavy) return afterBlank;
    if (lineEnd - start < askFrom) return false;
    askFrom = (lineEnd - start) * 2;
    return beginsAt(source().slice(start, lineEnd), lineStart - start, asItem);
  };

  const begin = (at: number, goesOn: boolean): void => {
    start = at;
    continues = goesOn;
    burden = lightest;
    fence = null;
    fenceClosed = false;
    formula = null;
    item = null;
    inContainer = false;
    uncertain = false;
    askFrom = 0;
    empty = true;
  };

  /** Whether a line that is indented less than the item's content could be something else than more of its text. */
  const mayLeaveItem = (line: string): boolean => {
    const inner = line.trimStart();
    const kind = itemKind(inner);
    if (line.startsWith('\t') || line.length - inner.length >= itemWidth || kind === item) return false;
    return kind !== null || afterBlank || listBreaker.test(inner) || heading.test(inner) || thematicBreak.test(inner);
  };

  const note = (line: string): void => {
    if (empty) {
      item = itemKind(line);
      itemWidth = item === null ? 0 : itemIndentation(line);
      if (item !== null && itemWidth === 0) uncertain = true;
    } else if (item !== null && mayLeaveItem(line)) {
      uncertain = true;
    }
    empty = false;
    afterBlank = false;
    if (container.test(line)) inContainer = true;
    const opening = uncertain ? null : fenceOpening.exec(line);
    if (opening) {
      const run = opening[1] ?? opening[3] ?? '';
      fence = { marker: run.charAt(0), size: run.length, info: (opening[2] ?? opening[4] ?? '').trim() };
      return;
    }
    if (html.test(line) || anyFence.test(line)) uncertain = true;
    const math = mathOpening.exec(line);
    if (math) {
      const closer = math[1] === '$$' ? '$$' : '\\]';
      formula = math[2]?.includes(closer) ? null : closer;
    }
  };

  return {
    line(text, lineStart) {
      if (fence) {
        if (closesFence(text)) {
          fence = null;
          fenceClosed = true;
        }
        return null;
      }
      if (text.trim() === '') {
        burden = addLine(burden, text);
        afterBlank = true;
        formula = null;
        return null;
      }
      let ended: Stretch | null = null;
      if (!empty && formula === null) {
        let cut = verdict(text);
        if (cut === 'yes' && uncertain && !fenceClosed) cut = 'ask';
        const goesOn = item !== null && itemKind(text) === item && !fenceClosed;
        if (cut === 'yes' || (cut === 'ask' && ask(lineStart, lineStart + text.length, goesOn))) {
          ended = { start, end: lineStart, continues, tooHeavy: burden.tooHeavy, fenceOpen: burden.fence >= 0 };
          begin(lineStart, goesOn);
        }
      }
      if (formula !== null) {
        if (text.includes(formula)) formula = null;
        empty = false;
      } else {
        note(text);
      }
      if (!fence) burden = addLine(burden, text);
      return ended;
    },
    open(partial, end) {
      const stillFence = fence !== null && !closesFence(partial);
      const heavy = stillFence || fence || fenceClosed ? burden.tooHeavy : addLine(burden, partial).tooHeavy;
      return { start, end, continues, tooHeavy: heavy, fenceOpen: burden.fence >= 0, fence: stillFence ? fence : null };
    },
  };
}
