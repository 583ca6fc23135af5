import type { Entry } from './check-tree.ts';

/** The value under a key; undefined when it is absent, or was wrong and is among the findings. */
export const at = (entry: Entry | undefined, key: string): Entry | undefined =>
  entry?.kind === 'map' ? entry.entries.get(key) : undefined;

const scalarAt = (entry: Entry | undefined, key: string): unknown => {
  const value = at(entry, key);
  return value?.kind === 'scalar' ? value.value : undefined;
};

export function textAt(entry: Entry | undefined, key: string): string | undefined {
  const value = scalarAt(entry, key);
  return typeof value === 'string' ? value.trim() : undefined;
}

export function numberAt(entry: Entry | undefined, key: string): number | undefined {
  const value = scalarAt(entry, key);
  return typeof value === 'number' ? value : undefined;
}

export function flagAt(entry: Entry | undefined, key: string): boolean | undefined {
  const value = scalarAt(entry, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function itemsAt(entry: Entry | undefined, key: string): readonly Entry[] {
  const value = at(entry, key);
  return value?.kind === 'list' ? value.items : [];
}

/** The text of an item that is text. */
export const wordOf = (entry: Entry): string | undefined =>
  entry.kind === 'scalar' && typeof entry.value === 'string' ? entry.value : undefined;

/** As JSON has it. */
export function plain(entry: Entry): unknown {
  if (entry.kind === 'scalar') return entry.value;
  if (entry.kind === 'list') return entry.items.map(plain);
  return Object.fromEntries([...entry.entries].map(([key, value]) => [key, plain(value)]));
}
