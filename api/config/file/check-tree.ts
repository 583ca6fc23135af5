import { expand } from './expand.ts';
import { knownPlaces } from './known-places.ts';
import { nearest } from './nearest.ts';
import type { Place, Tree } from './tree.ts';
import { newestVersion, rootSpec } from './schema/root.ts';
import { anyActs, takes, type Spec, type Support } from './spec.ts';

/** What a kind of file takes. */
export interface FileSchema {
  readonly spec: Spec;
  /** A few keys that such a file begins with. */
  readonly such: string;
  /** Whether it says the version of its format. */
  readonly versioned: boolean;
}

const configurationSchema: FileSchema = { spec: rootSpec, such: 'version and endpoints', versioned: true };

/** One thing to say about a file. Errors refuse it. */
export interface Finding extends Place {
  /** Where it stands in another file than the one that was looked at. */
  readonly file?: string;
  readonly level: 'error' | 'warning';
  /** Such as `endpoints.custom[0].apiKey`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A value that was checked, variables put in; its place is that of its key. */
export type Entry = Place & {
  readonly path: string;
  readonly valueAt: Place;
  readonly spec: Spec;
  /** Whether it acts. */
  readonly state: Support['state'];
  /** Variables that it names and that have no value. */
  readonly missing: readonly string[];
} & (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly Entry[] }
    | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry> }
  );

/** The path of a key under another. */
export const child = (path: string, key: string): string => {
  const name = /^[\w-]+$/.test(key) ? key : JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
  return path === '' ? name : `${path}.${name}`;
};

function found(tree: Tree, spec: Spec): string {
  if (tree.kind === 'list') return 'a list';
  if (tree.kind === 'map') return 'keys with values';
  const { value } = tree;
  if (value === null) return 'nothing';
  if (typeof value !== 'string') return spec.kind === 'text' && spec.secret ? `a ${typeof value} (put it in quotes)` : String(value);
  // Text where something else belongs may be a secret in the wrong line; only short plain words are repeated.
  return /^[\w .,:-]{1,24}$/.test(value) && !(spec.kind === 'text' && spec.secret) ? `"${value}"` : 'text';
}

function fitsScalar(value: string | number | boolean | null, spec: Spec): boolean {
  if (spec.kind === 'anything') return true;
  if (spec.kind === 'flag') return typeof value === 'boolean';
  if (spec.kind === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value) || (spec.whole && !Number.isInteger(value))) return false;
    return value >= (spec.min ?? -Infinity) && value <= (spec.max ?? Infinity);
  }
  if (spec.kind !== 'text' || typeof value !== 'string') return false;
  return (spec.choices?.includes(value) ?? true) && (spec.longest === undefined || (value.length > 0 && value.length <= spec.longest));
}

/** The form of an either-or that the value has the shape of. */
function formOf(tree: Tree, forms: readonly Spec[]): Spec | undefined {
  return forms.find((form) => {
    if (tree.kind === 'list') return form.kind === 'list' || form.kind === 'anything';
    if (tree.kind === 'map') return form.kind === 'object' || form.kind === 'map' || form.kind === 'anything';
    return fitsScalar(tree.value, form);
  });
}

/** Holds a file against the schema and says everything about it at once. The entry is null when the file is no mapping. */
export function checkTree(
  root: Tree,
  environment: Readonly<Record<string, string | undefined>>,
  schema: FileSchema = configurationSchema,
): { readonly entry: Entry | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const idle = new Map<string, { first: Finding; times: number }>();
  const say = (level: Finding['level'], { line, column }: Place, path: string, message: string): void =>
    void findings.push({ level, line, column, path, message });

  /** A known key without effect is named once, however often it stands in a list. */
  function sayIdle(place: Place, path: string, support: Support): void {
    const generic = path.replace(/\[\d+\]/g, '[]');
    const before = idle.get(generic);
    const message =
      support.state === 'never'
        ? `has no effect: ${support.why}`
        : `not supported yet${'note' in support && support.note ? `: ${support.note}` : ''}`;
    if (before) before.times += 1;
    else idle.set(generic, { first: { level: 'warning', line: place.line, column: place.column, path, message }, times: 1 });
  }

  /** Answers the key that was meant, if one is near. */
  function unknown(key: string, place: Place, path: string, spec: Spec & { kind: 'object' }): string | null {
    const known = Object.keys(spec.keys);
    const near = nearest(key, known);
    const elsewhere = schema === configurationSchema ? knownPlaces(key) : [];
    const hint =
      near !== null
        ? `did you mean ${near}?`
        : elsewhere.length > 0
          ? `it belongs in ${elsewhere.slice(0, 3).join(' or ')}`
          : `it takes ${known.length > 16 ? `${known.slice(0, 16).join(', ')} and ${known.length - 16} more` : known.join(', ')}`;
    say(
      'error',
      place,
      child(path, key),
      path === '' || near !== null || elsewhere.length > 0 ? `unknown key; ${hint}` : `unknown key; ${path}: ${hint}`,
    );
    return near;
  }

  function object(
    tree: Tree & { kind: 'map' },
    spec: Spec & { kind: 'object' },
    path: string,
    around: Support,
    quiet: boolean,
  ): ReadonlyMap<string, Entry> {
    const entries = new Map<string, Entry>();
    const meant = new Set<string | null>();
    for (const [key, { place, tree: value }] of tree.entries) {
      const of = Object.hasOwn(spec.keys, key) ? spec.keys[key] : undefined;
      if (of === undefined) meant.add(unknown(key, place, path, spec));
      else {
        const entry = check(value, of, child(path, key), place, around, quiet);
        if (entry) entries.set(key, entry);
      }
    }
    for (const [key, of] of Object.entries(spec.keys))
      // A misspelt one is not missing: one mistake is said once, where it stands.
      if (of.required && !tree.entries.has(key) && !meant.has(key)) say('error', tree, path, `${key} is missing; it takes ${takes(of)}`);
    return entries;
  }

  /** `quiet`: something around it was named as without effect already. */
  function check(tree: Tree, spec: Spec, path: string, place: Place, around: Support, quietBefore: boolean): Entry | null {
    const support = spec.support ?? around;
    const isNoted = spec.support?.state === 'not yet' && spec.support.note !== undefined;
    const sayNow = (!quietBefore || isNoted) && path !== '' && support.state !== 'acts' && !anyActs(spec, around.state);
    if (sayNow) sayIdle(place, path, support);
    const quiet = quietBefore || sayNow;
    const common = {
      line: place.line,
      column: place.column,
      valueAt: { line: tree.line, column: tree.column },
      path,
      state: support.state,
      missing: [],
    };
    const wrong = (): null => {
      say('error', tree, path, `found ${found(tree, spec)}, takes ${takes(spec)}`);
      return null;
    };
    if (spec.kind === 'either') {
      const form = formOf(tree, spec.of);
      return form === undefined ? wrong() : check(tree, form, path, place, support, quiet);
    }
    if (tree.kind === 'list') {
      if (spec.kind !== 'list' && spec.kind !== 'anything') return wrong();
      const items = tree.items.map((item, index) =>
        check(item, spec.kind === 'list' ? spec.item : spec, `${path}[${index}]`, item, support, quiet),
      );
      return { ...common, spec, kind: 'list', items: items.filter((item) => item !== null) };
    }
    if (tree.kind === 'map') {
      if (spec.kind === 'object') return { ...common, spec, kind: 'map', entries: object(tree, spec, path, support, quiet) };
      if (spec.kind !== 'map' && spec.kind !== 'anything') return wrong();
      const entries = new Map<string, Entry>();
      for (const [key, value] of tree.entries) {
        const entry = check(value.tree, spec.kind === 'map' ? spec.value : spec, child(path, key), value.place, support, quiet);
        if (entry) entries.set(key, entry);
      }
      return { ...common, spec, kind: 'map', entries };
    }
    if (!fitsScalar(tree.value, spec)) return wrong();
    if (typeof tree.value !== 'string' || spec.kind !== 'text' || !spec.expands)
      return { ...common, spec, kind: 'scalar', value: tree.value };
    const { value, missing } = expand(tree.value, environment);
    for (const name of missing)
      if (!spec.fills?.includes(name)) say('warning', tree, path, `the environment variable ${name} is not set, and no default is given`);
    return { ...common, spec, kind: 'scalar', value, missing };
  }

  if (root.kind !== 'map') {
    say('error', root, '', `the file takes keys with values, such as ${schema.such}`);
    return { entry: null, findings };
  }
  const entry = check(root, schema.spec, '', root, { state: 'not yet' }, false);
  const version = root.entries.get('version');
  if (!schema.versioned) return { entry, findings };
  if (version === undefined) say('warning', root, 'version', `is missing; ${newestVersion} is assumed`);
  else if (version.tree.kind === 'scalar' && typeof version.tree.value === 'string') {
    const order = version.tree.value.localeCompare(newestVersion, 'en', { numeric: true });
    if (!/^\d+\.\d+\.\d+$/.test(version.tree.value))
      say('error', version.tree, 'version', `found text, takes a version such as "${newestVersion}"`);
    else if (order > 0)
      say(
        'warning',
        version.tree,
        'version',
        `is newer than ${newestVersion}, the newest that is known; keys it added are refused as unknown`,
      );
  }
  for (const { first, times } of idle.values())
    findings.push(times === 1 ? first : { ...first, message: `${first.message} (in ${times} places)` });
  return { entry, findings: findings.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}
