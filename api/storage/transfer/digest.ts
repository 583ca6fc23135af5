import { createHash } from 'node:crypto';
import type { Kept, Side } from './entity.ts';

/** What one store holds of a kind. */
export interface Measured {
  readonly count: number;
  /** SHA-256 of everything read back in the order of ids, hexadecimal. */
  readonly digest: string;
}

/** Things read at a time. */
const pageSize = 100;

/** JSON with the names of each object in order, so that equal values have equal texts. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

/** `seq` is each store's own numbering; the order it stands for is compared by itself. A running turn there is none. */
function lineOf({ fields, row }: Kept<unknown>): string {
  const { seq: _seq, ...kept } = fields as Record<string, unknown>;
  const { runningTurns: _running, ...seen } = (row ?? {}) as Record<string, unknown>;
  return `${canonical([kept, seen])}\n`;
}

/** Reads a kind back from its store, a page at a time, and counts it. */
export async function measure(side: Side<unknown>): Promise<Measured> {
  const hash = createHash('sha256');
  let page = await side.page(null, pageSize);
  while (page.length > 0) {
    for (const kept of page) hash.update(lineOf(kept));
    page = await side.page(page.at(-1)?.key ?? null, pageSize);
  }
  return { count: await side.count(), digest: hash.digest('hex') };
}

/** The same for a plain list of ids. */
export async function measureIds(ids: AsyncIterable<string> | Iterable<string>): Promise<Measured> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const id of ids) {
    hash.update(`${id}\n`);
    count += 1;
  }
  return { count, digest: hash.digest('hex') };
}
