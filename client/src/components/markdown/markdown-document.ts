import type { Code, FootnoteDefinition, List, ListItem, RootContent } from 'mdast';
import { collectLabels, defineTheSame, mergeLabels, noLabels, noTargets, targetsOf, type Labels, type Targets } from './labels.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { createSegmenter, type Fence, type Segmenter, type Stretch } from './segmenter.ts';

/** Text that is shown as it is: too costly to parse, or not parsed yet. */
export interface PlainText {
  readonly type: 'plain';
  readonly value: string;
}

/** One thing to draw. `key` is its place in the text: it stays while the block grows and after it is finished. */
export interface Block {
  readonly key: number;
  readonly node: RootContent | PlainText;
  /** Still growing. */
  readonly open: boolean;
}

/** A top-level list whose items came from several stretches. */
export interface ListBlock {
  readonly key: number;
  readonly list: List;
  readonly loose: boolean;
  readonly items: readonly Item[];
}

export interface Item {
  readonly key: number;
  readonly node: ListItem;
  readonly open: boolean;
}

export interface Snapshot {
  readonly blocks: readonly (Block | ListBlock)[];
  /** The same object as long as blocks that use it look the same. */
  readonly targets: Targets;
  /** The footnotes that are referred to, in order. */
  readonly footnotes: readonly FootnoteDefinition[];
  /** Stretches are left that the time given did not suffice for; ask again. */
  readonly pending: boolean;
}

export interface MarkdownDocument {
  /**
   * Reads `text`, which begins with the text of the call before unless it is another one altogether, and says what to draw.
   * The result of a finished text depends on the text alone, not on the calls that led to it. Work after `budget`
   * milliseconds is put off to the next call.
   */
  update(text: string, finished: boolean, budget?: number): Snapshot;
  /** Milliseconds the last update took. */
  readonly cost: number;
}

interface Piece extends Stretch {
  readonly source: string;
  blocks: readonly Block[] | null;
  labels: Labels;
}

const labelsOf = (blocks: readonly Block[]): Labels =>
  collectLabels(blocks.map((block) => block.node).filter((node): node is RootContent => node.type !== 'plain'));

/** Empty lines between stretches belong to none; in a container they would lengthen a fence that is never closed. */
const trimBlankEnd = (source: string): string => source.replace(/\n(?:[ \t]*\n)+$/, '\n');

function plain(key: number, value: string): Block[] {
  return [{ key, node: { type: 'plain', value: value.replace(/\n+$/, '') }, open: false }];
}

function parseStretch(source: string, start: number, labels: Labels, open: boolean): Block[] {
  try {
    const { children } = parseMarkdown(source, {
      definitions: new Set(labels.definitions.keys()),
      footnotes: new Set(labels.footnotes.keys()),
    });
    return children.map((node) => ({ key: start + (node.position?.start.offset ?? 0), node, open }));
  } catch (error) {
    // The parser recurses over containers; what exhausts the stack is shown as it is.
    if (error instanceof RangeError) return plain(start, source);
    throw error;
  }
}

/** The node the parser would make of a fence that is still open, without reading its lines again. */
function openFence(source: string, start: number, fence: Fence): Block[] {
  const newline = source.indexOf('\n');
  const space = fence.info.search(/[ \t]/);
  const node: Code = {
    type: 'code',
    lang: fence.info === '' ? null : space < 0 ? fence.info : fence.info.slice(0, space),
    meta: space < 0 ? null : fence.info.slice(space).trim(),
    value: newline < 0 ? '' : source.slice(newline + 1).replace(/\n$/, ''),
  };
  return [{ key: start, node, open: true }];
}

/** Whether the parser begins a top-level block, or another item of the one list, at `offset`. */
function beginsAt(source: string, offset: number, asItem: boolean): boolean {
  const blocks = parseStretch(source, 0, noLabels, false);
  const last = blocks.at(-1);
  if (!asItem) return last?.key === offset;
  const node = last?.node;
  return (
    blocks.length === 1 && node?.type === 'list' && node.children.length > 1 && node.children.at(-1)?.position?.start.offset === offset
  );
}

const isLoose = (list: List): boolean => list.spread === true || list.children.some((item) => item.spread === true);

/** Blocks of the growing stretch that did not grow stay the objects they were: the same place, the same length, the same kind. */
function reuse(before: readonly Block[], now: readonly Block[]): Block[] {
  return now.map((block, index) => {
    const old = before[index];
    if (!old || old.key !== block.key || old.node.type !== block.node.type || index >= now.length - 1) return block;
    const [from, to] = [old.node, block.node].map((node) => (node.type === 'plain' ? node.value.length : node.position?.end.offset));
    return from === to ? old : block;
  });
}

/** Joins the items of lists that go on over several stretches. */
function joinLists(pieces: readonly Piece[]): (Block | ListBlock)[] {
  const joined: (Block | ListBlock)[] = [];
  let blankBefore = false;
  for (const piece of pieces) {
    for (const [index, block] of (piece.blocks ?? []).entries()) {
      const { node } = block;
      if (node.type !== 'list') {
        joined.push(block);
        continue;
      }
      const last = joined.at(-1);
      const offset = piece.start;
      const items = node.children.map((child) => ({ key: offset + (child.position?.start.offset ?? 0), node: child, open: block.open }));
      if (index === 0 && piece.continues && last && 'items' in last) {
        joined[joined.length - 1] = { ...last, loose: last.loose || blankBefore || isLoose(node), items: [...last.items, ...items] };
      } else {
        joined.push({ key: block.key, list: node, loose: isLoose(node), items });
      }
    }
    blankBefore = !piece.fenceOpen && /\n[ \t]*\n[ \t]*$/.test(piece.source.slice(-200));
  }
  return joined;
}

/** Reads a text that may grow, parsing only what is not finished yet. */
export function createMarkdownDocument(): MarkdownDocument {
  let text = '';
  let scanned = 0;
  let pieces: Piece[] = [];
  let labels: Labels = noLabels;
  let shown = noTargets;
  let tail: Piece | null = null;
  let finishedAt = -1;
  let tailLabels: Labels = noLabels;
  let unlearned = false;
  let cost = 0;
  let segmenter: Segmenter = createSegmenter(() => text, beginsAt);

  const reset = (): void => {
    scanned = 0;
    pieces = [];
    labels = noLabels;
    tail = null;
    finishedAt = -1;
    segmenter = createSegmenter(() => text, beginsAt);
  };

  const piece = (stretch: Stretch): Piece => ({
    ...stretch,
    source: text.slice(stretch.start, stretch.end),
    blocks: null,
    labels: noLabels,
  });

  const scan = (): void => {
    for (let newline = text.indexOf('\n', scanned); newline >= 0; newline = text.indexOf('\n', scanned)) {
      const ended = segmenter.line(text.slice(scanned, newline), scanned);
      if (ended) pieces.push(piece(ended));
      scanned = newline + 1;
    }
  };

  const read = (part: Piece): void => {
    const last = part.end === text.length && finishedAt >= 0;
    part.blocks = part.tooHeavy
      ? plain(part.start, part.source)
      : parseStretch(last ? part.source : trimBlankEnd(part.source), part.start, labels, false);
    part.labels = labelsOf(part.blocks);
  };

  /** A label that becomes known can turn brackets anywhere into links: those stretches are read once more. */
  const learn = (): boolean => {
    const next = mergeLabels(pieces.map((part) => part.labels));
    if (defineTheSame(labels, next)) return false;
    labels = next;
    for (const part of pieces) if (!part.tooHeavy && part.source.includes('[')) part.blocks = null;
    return true;
  };

  /** Reads what is new; false when the time did not suffice. */
  const readPieces = (deadline: number): boolean => {
    let progressed = false;
    do {
      for (const part of pieces) {
        if (part.blocks) continue;
        if (progressed && performance.now() > deadline) return false;
        read(part);
        progressed = true;
        unlearned = true;
      }
      if (!unlearned) return true;
      unlearned = false;
    } while (learn());
    return true;
  };

  const readTail = (finished: boolean): void => {
    if (finished && scanned < text.length) {
      const ended = segmenter.line(text.slice(scanned), scanned);
      if (ended) pieces.push(piece(ended));
      scanned = text.length;
    }
    const open = segmenter.open(text.slice(scanned), text.length);
    if (tail && tail.start === open.start && tail.end === open.end && !finished) return;
    if (finished) {
      if (open.start < text.length || pieces.length === 0) pieces.push(piece(open));
      tail = null;
      finishedAt = text.length;
      return;
    }
    const next = piece(open);
    const simple = open.fence && !/[\\&]/.test(open.fence.info) ? open.fence : null;
    if (open.tooHeavy) next.blocks = plain(open.start, next.source);
    else next.blocks = simple ? openFence(next.source, open.start, simple) : parseStretch(next.source, open.start, labels, true);
    if (tail?.start === next.start && tailLabels === labels) next.blocks = reuse(tail.blocks ?? [], next.blocks);
    next.labels = labelsOf(next.blocks);
    tail = next;
    tailLabels = labels;
  };

  return {
    update(given, finished, budget = Infinity) {
      const begun = performance.now();
      const normal = given.includes('\r') ? given.replace(/\r\n?/g, '\n') : given;
      if (!normal.startsWith(text) || (finishedAt >= 0 && normal.length > finishedAt)) reset();
      text = normal;
      if (finishedAt < 0) {
        scan();
        readTail(finished);
      }
      const done = readPieces(begun + budget);
      const all = tail ? [...pieces, tail] : pieces;
      const now = mergeLabels(all.map((part) => part.labels));
      shown = targetsOf(now, shown);
      const footnotes = now.references.map((label) => now.footnotes.get(label)).filter((note) => note !== undefined);
      const waiting = all.map((part) => (part.blocks ? part : { ...part, blocks: plain(part.start, part.source) }));
      cost = performance.now() - begun;
      return { blocks: joinLists(waiting), targets: shown, footnotes, pending: !done };
    },
    get cost() {
      return cost;
    },
  };
}
