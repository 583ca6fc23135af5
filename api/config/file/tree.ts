/** Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value of the file, aliases and merge keys resolved, with the place where it stands. */
export type Tree = Place &
  (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly Tree[] }
    | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, { readonly place: Place; readonly tree: Tree }> }
  );
