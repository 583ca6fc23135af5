import { create } from 'zustand';
import { readKeptJson, writeKept } from '../lib/kept.ts';
import type { Replaced } from './columns.ts';

const name = 'parley.replaced';
/** Older ones are forgotten: their columns were left long ago. */
const mostKept = 50;

const isReplaced = (value: unknown): value is Replaced =>
  typeof value === 'object' && value !== null && Object.values(value).every((id) => typeof id === 'string');

function readReplaced(): Replaced {
  const kept = readKeptJson(name);
  return isReplaced(kept) ? kept : {};
}

/** Answers that were asked for again in their column, and what stands in their place since. This browser keeps it; another one shows both. */
export const useReplaced = create<{ readonly replaced: Replaced }>(() => ({ replaced: readReplaced() }));

/** From now on the second answer stands in the place of the first. */
export function replaceAnswer(id: string, by: string): void {
  // Another tab may have kept some meanwhile.
  const all = Object.entries({ ...readReplaced(), ...useReplaced.getState().replaced, [id]: by });
  const replaced = Object.fromEntries(all.slice(-mostKept));
  useReplaced.setState({ replaced });
  writeKept(name, JSON.stringify(replaced));
}
