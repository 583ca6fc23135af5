import type { Place, Tree } from './tree.ts';
import { plainValue, unusual } from './plain-value.ts';

/** Tabs, other ends of lines, what does not print. */
// eslint-disable-next-line no-control-regex -- these characters are what it looks for
const odd = /[\0-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]/;
const key = /([A-Za-z_][\w./-]*):(?: +|$)/y;
const mostDepth = 32;
const mostLines = 20_000;

interface Line {
  readonly text: string;
  readonly row: number;
  readonly indent: number;
}

/** Those that say something. */
function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  const all = source.split('\n');
  if (all.length > mostLines) throw unusual;
  for (const [index, text] of all.entries()) {
    let indent = 0;
    while (text[indent] === ' ') indent += 1;
    if (indent < text.length && text[indent] !== '#') lines.push({ text, row: index + 1, indent });
  }
  return lines;
}

const isItem = ({ text }: Line, at: number): boolean => text[at] === '-' && text[at + 1] === ' ';

function createReader(lines: readonly Line[]) {
  let next = 0;

  /** What follows a key or a dash on its line, or below it. `indent` is that of what it belongs to. */
  function value(line: Line, from: number, indent: number, depth: number): Tree {
    const rest = /^(?:#|$)/.test(line.text.slice(from));
    if (!rest) {
      const tree = plainValue(line.text, from, line.row);
      // What is further in goes on with the value, or is a mistake.
      if ((lines[next]?.indent ?? -1) > indent) throw unusual;
      return tree;
    }
    const below = lines[next];
    if (below === undefined || below.indent < indent || (below.indent === indent && !isItem(below, below.indent))) throw unusual;
    return block(below.indent, depth + 1);
  }

  function list(at: number, depth: number): Tree {
    const { row } = lines[next]!;
    const items: Tree[] = [];
    for (let line = lines[next]; line !== undefined && line.indent === at && isItem(line, at); line = lines[next]) {
      let from = at + 2;
      while (line.text[from] === ' ') from += 1;
      key.lastIndex = from;
      if (key.test(line.text)) items.push(map(from, depth + 1));
      else {
        if (line.text[from] === '#' || line.text[from] === undefined) throw unusual;
        next += 1;
        items.push(value(line, from, at, depth));
      }
    }
    return { line: row, column: at + 1, kind: 'list', items };
  }

  /** Keys at one column; the first of them may stand behind a dash. */
  function map(at: number, depth: number): Tree {
    if (depth > mostDepth) throw unusual;
    const { row } = lines[next]!;
    const entries = new Map<string, { place: Place; tree: Tree }>();
    for (let line = lines[next]; line !== undefined && (entries.size === 0 || line.indent === at); line = lines[next]) {
      key.lastIndex = at;
      const [whole, name] = key.exec(line.text) ?? [];
      if (whole === undefined || name === undefined || entries.has(name)) throw unusual;
      next += 1;
      entries.set(name, { place: { line: line.row, column: at + 1 }, tree: value(line, at + whole.length, at, depth) });
    }
    if ((lines[next]?.indent ?? -1) > at) throw unusual;
    return { line: row, column: at + 1, kind: 'map', entries };
  }

  function block(at: number, depth: number): Tree {
    if (depth > mostDepth) throw unusual;
    return isItem(lines[next]!, at) ? list(at, depth) : map(at, depth);
  }
  return { block, isDone: () => next === lines.length };
}

/**
 * Reads YAML as operators mostly write it: keys and lists by indentation, values and brackets on one line. Null for whatever is more than that, or wrong, which
 * is the parser's to read: where this answers, it answers what the parser would, in a tenth of the time.
 */
export function readPlainYaml(source: string): Tree | null {
  if (odd.test(source)) return null;
  try {
    const lines = linesOf(source);
    if (lines[0]?.indent !== 0) return null;
    const reader = createReader(lines);
    const tree = reader.block(0, 0);
    return reader.isDone() ? tree : null;
  } catch (error) {
    if (error === unusual) return null;
    throw error;
  }
}
