import type { Tree } from './tree.ts';

/** Thrown for whatever the plain reader leaves to the parser. */
export const unusual = new Error('This is not plain YAML.');

const mostDepth = 32;

/** Text that is no number, no word of the language and begins with nothing that means something. */
const word = /^(?:[A-Za-z_$/(]|\.\/)/;
const ofLanguage = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const number = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
const version = /^\d+\.\d+\.\d+$/;

function plainScalar(text: string): string | number | boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (number.test(text) && text !== '-0') return Number(text);
  if ((word.test(text) && !ofLanguage.test(text)) || version.test(text)) return text;
  throw unusual;
}

/** Where the quotation that begins at `from` ends; escapes are left to the parser. */
function closing(line: string, from: number): number {
  const quote = line[from]!;
  const end = line.indexOf(quote, from + 1);
  if (end === -1 || line[end + 1] === quote) throw unusual;
  if (quote === '"' && line.slice(from, end).includes('\\')) throw unusual;
  return end;
}

/** Whether nothing but a comment follows. */
const endsAt = (line: string, from: number): boolean => /^(?: *| +#.*)$/.test(line.slice(from));

interface Read {
  readonly tree: Tree;
  /** Right behind it. */
  readonly end: number;
}

const flowWord = /[^,[\]{}#"'&*!|>%@`?\n]+/y;
const flowKey = /([A-Za-z_][\w./-]*): +/y;

function skip(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}

function flowScalar(line: string, from: number, place: { line: number; column: number }): Read {
  if (line[from] === '"' || line[from] === "'") {
    const end = closing(line, from);
    return { tree: { ...place, kind: 'scalar', value: line.slice(from + 1, end) }, end: end + 1 };
  }
  flowWord.lastIndex = from;
  const text = flowWord.exec(line)?.[0].trimEnd() ?? '';
  if (text === '' || /:(?: |$)/.test(text)) throw unusual;
  return { tree: { ...place, kind: 'scalar', value: plainScalar(text) }, end: from + text.length };
}

/** A value between brackets, or one within them, on one line. */
function flow(line: string, from: number, row: number, depth: number): Read {
  const place = { line: row, column: from + 1 };
  const open = line[from];
  if (open !== '[' && open !== '{') return flowScalar(line, from, place);
  if (depth > mostDepth) throw unusual;
  const [items, entries] = [[] as Tree[], new Map<string, { place: Tree | typeof place; tree: Tree }>()];
  const close = open === '[' ? ']' : '}';
  let at = skip(line, from + 1);
  for (let first = true; line[at] !== close; first = false) {
    if (!first) {
      if (line[at] !== ',') throw unusual;
      at = skip(line, at + 1);
    }
    if (open === '{') {
      const key = { line: row, column: at + 1 };
      flowKey.lastIndex = at;
      const [whole, name] = flowKey.exec(line) ?? [];
      if (whole === undefined || name === undefined || entries.has(name)) throw unusual;
      const value = flow(line, at + whole.length, row, depth + 1);
      entries.set(name, { place: key, tree: value.tree });
      at = skip(line, value.end);
    } else {
      const value = flow(line, at, row, depth + 1);
      items.push(value.tree);
      at = skip(line, value.end);
    }
  }
  const tree: Tree = open === '[' ? { ...place, kind: 'list', items } : { ...place, kind: 'map', entries };
  return { tree, end: at + 1 };
}

/** The value that stands from `from` to the end of a line, a comment aside; `row` counts from 1. Throws `unusual`. */
export function plainValue(line: string, from: number, row: number): Tree {
  const first = line[from];
  if (first === '[' || first === '{' || first === '"' || first === "'") {
    const { tree, end } = flow(line, from, row, 0);
    if (!endsAt(line, end)) throw unusual;
    return tree;
  }
  const comment = line.indexOf(' #', from);
  const text = (comment === -1 ? line.slice(from) : line.slice(from, comment)).trimEnd();
  if (/:(?: |$)/.test(text)) throw unusual;
  return { line: row, column: from + 1, kind: 'scalar', value: plainScalar(text) };
}
