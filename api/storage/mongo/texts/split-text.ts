import { Binary } from 'mongodb';
import type { LongText, StoredChunk } from '../rows/chunk-row.ts';

/**
 * Bytes of UTF-8 beyond which a text is kept in chunks of that size: half of what a document may hold, so that the rest of it, and an
 * entry of the oplog, always have room. A transaction may have many such entries; only each of them is bounded.
 */
export const defaultChunkBytes = 8_388_608;

/** A text as its document keeps it: itself, or empty with where its chunks are. */
export interface SplitText {
  readonly text: string;
  readonly long?: LongText | undefined;
  readonly chunks: readonly StoredChunk[];
}

export interface TextPlace extends Pick<StoredChunk, 'of' | 'conversationId'> {
  /** Of this writing: no other has it. */
  readonly key: string;
}

export function splitText(text: string, { key, of, conversationId }: TextPlace, chunkBytes = defaultChunkBytes): SplitText {
  if (Buffer.byteLength(text) <= chunkBytes) return { text, chunks: [] };
  const all = Buffer.from(text);
  const chunks: StoredChunk[] = [];
  for (let start = 0; start < all.length; start += chunkBytes) {
    const bytes = new Binary(all.subarray(start, start + chunkBytes));
    chunks.push({ _id: `${key}:${chunks.length}`, of, conversationId, bytes });
  }
  return { text: '', long: { key, chunks: chunks.length }, chunks };
}
