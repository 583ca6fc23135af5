import { isAlias, isCollection, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';
import type { Place, Tree } from './tree.ts';

export interface Complaint extends Place {
  readonly message: string;
}

export interface ParsedYaml {
  /** Null when the text is no YAML, or empty. */
  readonly tree: Tree | null;
  readonly complaints: readonly Complaint[];
}

/** Real files have 20 KB; what is larger, or larger when its aliases are written out, is an attack or a mistake. */
export const mostBytes = 262_144;
const mostLexemes = 100_000;
const mostDepth = 48;
const mostNodes = 50_000;
const mostComplaints = 20;

const start: Place = { line: 1, column: 1 };

/** The parser is slow and recursive on text that nests without end, so that is found before it. */
function nestsTooDeeply(source: string): Complaint | null {
  let [count, flow, dashes, line] = [0, 0, 0, 1];
  for (const lexeme of new Lexer().lex(source)) {
    count += 1;
    if (lexeme === '[' || lexeme === '{') flow += 1;
    else if (lexeme === ']' || lexeme === '}') flow -= 1;
    else if (lexeme === '-' || lexeme === '?' || lexeme === ':') dashes += 1;
    else if (lexeme.includes('\n')) {
      line += lexeme.split('\n').length - 1;
      dashes = 0;
    }
    if (flow > mostDepth || (flow === 0 && dashes > mostDepth)) return { line, column: 1, message: `nests more than ${mostDepth} deep` };
    if (count > mostLexemes) return { line, column: 1, message: 'the file is too long: no configuration has so many words' };
  }
  return null;
}

class TooMuch extends Error {}

/** Writes aliases and merge keys out, with an end to both; says what is given twice. */
function createBuilder(lines: LineCounter): {
  build(node: unknown, depth: number, aliased: boolean): Tree;
  readonly complaints: Complaint[];
} {
  const complaints: Complaint[] = [];
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let nodes = 0;

  const placeOf = (node: Node): Place => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  };
  const nothing = (place: Place): Tree => ({ ...place, kind: 'scalar', value: null });

  function followed(name: string, place: Place, depth: number): Tree {
    const target = anchors.get(name);
    if (target === undefined || open.has(target)) {
      const message = target === undefined ? `*${name} is named before &${name}, or without it` : `*${name} stands inside of itself`;
      complaints.push({ ...place, message });
      return nothing(place);
    }
    return build(target, depth + 1, true);
  }

  function mergeInto(entries: Map<string, { place: Place; tree: Tree }>, from: Tree): void {
    if (from.kind === 'list') for (const item of from.items) mergeInto(entries, item);
    else if (from.kind === 'map') {
      for (const [key, entry] of from.entries) if (!entries.has(key)) entries.set(key, entry);
    } else complaints.push({ line: from.line, column: from.column, message: '<< takes a mapping, or a list of them' });
  }

  function mapOf(node: YAMLMap, depth: number, aliased: boolean): Tree {
    const entries = new Map<string, { place: Place; tree: Tree }>();
    const merged: Tree[] = [];
    for (const { key, value } of node.items as { key: Node; value: unknown }[]) {
      const place = placeOf(key);
      if (!isScalar(key)) {
        complaints.push({ ...place, message: 'a key is text, not a list or a mapping or an alias' });
        continue;
      }
      if (key.anchor !== undefined && !aliased) anchors.set(key.anchor, key);
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      const tree = value === null ? nothing(place) : build(value, depth + 1, aliased);
      if (name === '<<' && key.type === 'PLAIN') merged.push(tree);
      else if (entries.has(name)) {
        if (!aliased)
          complaints.push({ ...place, message: `${name} is given twice; it stands on line ${entries.get(name)!.place.line} too` });
      } else entries.set(name, { place, tree });
    }
    for (const tree of merged) mergeInto(entries, tree);
    return { ...placeOf(node), kind: 'map', entries };
  }

  function build(raw: unknown, depth: number, aliased: boolean): Tree {
    const node = raw as Node;
    nodes += 1;
    if (nodes > mostNodes) throw new TooMuch(`is larger than ${mostNodes} values, its aliases written out`);
    if (depth > mostDepth) throw new TooMuch(`nests more than ${mostDepth} deep`);
    const place = placeOf(node);
    if (isAlias(node)) return followed(node.source, place, depth);
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined && !aliased) anchors.set(node.anchor, node);
    if (isScalar(node)) {
      const { value } = node;
      if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return { ...place, kind: 'scalar', value };
      complaints.push({ ...place, message: 'is neither text, number, true, false nor nothing' });
      return nothing(place);
    }
    open.add(node);
    let tree: Tree = nothing(place);
    if (isMap(node)) tree = mapOf(node, depth, aliased);
    else if (isSeq(node)) tree = { ...place, kind: 'list', items: node.items.map((item) => build(item, depth + 1, aliased)) };
    open.delete(node);
    return tree;
  }
  return { build, complaints };
}

const tabs = 'Tabs are not allowed as indentation';

function isTabbed(source: string, from: number): boolean {
  let at = from;
  while (source[at] === ' ') at += 1;
  return source[at] === '\t';
}

/**
 * Reads YAML 1.2 with `<<`, as operators write it: with or without a byte order mark, with either line ending. Bounded in size, nesting and what
 * aliases make of it; never repeats a value of the text, which may be secret.
 */
export function parseYaml(source: string): ParsedYaml {
  const tooMuch = nestsTooDeeply(source);
  if (tooMuch !== null) return { tree: null, complaints: [tooMuch] };
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const faults = [...document.errors, ...document.warnings].slice(0, mostComplaints).map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const from = lines.lineStarts[line - 1] ?? 0;
    // The parser trips over a tab in many ways, of which few say so.
    return isTabbed(source, from) ? { line, column: 1, message: tabs } : { line, column: col, message: message.replace(/\.$/, '') };
  });
  if (faults.length > 0) return { tree: null, complaints: faults };
  if (document.contents === null) return { tree: null, complaints: [{ ...start, message: 'the file is empty' }] };
  const builder = createBuilder(lines);
  try {
    return { tree: builder.build(document.contents, 0, false), complaints: builder.complaints };
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { tree: null, complaints: [{ ...start, message: `the file ${error.message}` }] };
  }
}
