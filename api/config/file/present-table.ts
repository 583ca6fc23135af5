import { rootSpec } from './schema/root.ts';
import { anyActs, takes, type Spec, type Support } from './spec.ts';

interface Row {
  readonly path: string;
  readonly spec: Spec;
  readonly support: Support;
}

const isLeaf = (spec: Spec): boolean => {
  if (spec.kind === 'list') return isLeaf(spec.item);
  if (spec.kind === 'map') return isLeaf(spec.value);
  if (spec.kind === 'either') return spec.of.every(isLeaf);
  return spec.kind !== 'object';
};

/** Every key that takes a value of its own, in the schema's order. */
function rowsOf(spec: Spec, path: string, around: Support): Row[] {
  const support = spec.support ?? around;
  if (isLeaf(spec)) return [{ path, spec, support }];
  if (spec.kind === 'list') return rowsOf(spec.item, `${path}[]`, support);
  if (spec.kind === 'map') return rowsOf(spec.value, `${path}.<name>`, support);
  if (spec.kind === 'either') return spec.of.flatMap((form) => rowsOf(form, path, support));
  if (spec.kind !== 'object') return [];
  return Object.entries(spec.keys).flatMap(([key, value]) => rowsOf(value, path === '' ? key : `${path}.${key}`, support));
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function does(support: Support): string {
  if (support.state === 'acts') return `**acts**: ${support.does}`;
  if (support.state === 'never') return `never: ${support.why}`;
  return support.note === undefined ? 'not yet' : `not yet: ${support.note}`;
}

const table = (rows: readonly Row[]): string =>
  [
    '| Key | Takes | Default | Does |',
    '|---|---|---|---|',
    ...rows.map(
      ({ path, spec, support }) => `| \`${path}\` | ${cell(takes(spec))} | ${cell(spec.byDefault ?? '')} | ${cell(does(support))} |`,
    ),
  ].join('\n');

/** Markdown: the keys that act or never will, then all others, which are checked and have no effect yet. */
function presentTable(): string {
  const rows = rowsOf(rootSpec, '', { state: 'not yet' });
  const isSettled = ({ spec, support }: Row): boolean => support.state !== 'not yet' || anyActs(spec);
  const seen = new Set<string>();
  const once = rows.filter(({ path, spec, support }) => {
    const key = `${path} ${takes(spec)} ${support.state}`;
    return !seen.has(key) && seen.add(key);
  });
  return [
    table(once.filter(isSettled)),
    '',
    '<details><summary>Keys that are checked and have no effect yet</summary>',
    '',
    table(once.filter((row) => !isSettled(row))),
    '',
    '</details>',
  ].join('\n');
}

const [begin, end] = ['<!-- keys: begin -->', '<!-- keys: end -->'];

/** The manual with the table between its marks. Throws when they are gone. */
export function putTable(manual: string): string {
  const [before, after] = [manual.indexOf(begin), manual.indexOf(end)];
  if (before === -1 || after < before) throw new Error(`the manual has no ${begin} … ${end}`);
  return `${manual.slice(0, before + begin.length)}\n\n${presentTable()}\n\n${manual.slice(after)}`;
}
