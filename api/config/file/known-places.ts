import { rootSpec } from './schema/root.ts';
import type { Spec } from './spec.ts';

const places = new Map<string, string[]>();

function walk(spec: Spec, path: string): void {
  if (spec.kind === 'list') walk(spec.item, `${path}[]`);
  else if (spec.kind === 'map') walk(spec.value, `${path}.<name>`);
  else if (spec.kind === 'either') for (const form of spec.of) walk(form, path);
  else if (spec.kind === 'object') {
    for (const [key, value] of Object.entries(spec.keys)) {
      places.set(key, [...(places.get(key) ?? []), path === '' ? 'the top level' : path]);
      walk(value, path === '' ? key : `${path}.${key}`);
    }
  }
}

/** Where in a file a key of this name is known, for one that stands in the wrong place. */
export function knownPlaces(key: string): readonly string[] {
  if (places.size === 0) walk(rootSpec, '');
  return places.get(key) ?? [];
}
