import type { Key, Side } from './entity.ts';
import { defaultBatch, type TransferOptions } from './transfer-options.ts';

interface Copy {
  readonly name: string;
  readonly from: Side<unknown>;
  readonly to: Side<unknown>;
  /** The last one that is there already; null: none. */
  readonly after: Key | null;
  /** Hears the key of the last one after each batch that is kept. */
  readonly kept?: (upTo: Key) => Promise<unknown>;
}

/** Copies a kind of thing from one store to the other, a batch at a time. */
export async function copySide(
  { name, from, to, after, kept }: Copy,
  { batch = defaultBatch, onBatch }: Pick<TransferOptions, 'batch' | 'onBatch'>,
): Promise<void> {
  let page = await from.page(after, batch);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    await to.put(page.map(({ fields }) => fields));
    await kept?.(last.key);
    await onBatch?.({ name, count: page.length });
    page = await from.page(last.key, batch);
  }
}
