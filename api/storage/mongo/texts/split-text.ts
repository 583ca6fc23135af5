import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { Binary } from 'mongodb';
import { chunkIds, type LongText, type StoredChunk } from '../rows/chunk-row.ts';

/**
 * Bytes of UTF-8 beyond which a text is kept in chunks of at most that size: half of what a document may hold, so that the rest of it,
 * and an entry of the oplog, always have room. A transaction may have many such entries; only each of them is bounded.
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

const pack = promisify(deflate);
const unpack = promisify(inflate);

/**
 * Long texts are packed before they are cut: what makes the JSON of an answer several times longer than the answer is what it escapes,
 * and all of a transaction must fit into the server's cache.
 */
export async function splitText(text: string, { key, of, conversationId }: TextPlace, chunkBytes = defaultChunkBytes): Promise<SplitText> {
  if (Buffer.byteLength(text) <= chunkBytes) return { text, chunks: [] };
  const packed = await pack(text, { level: 1 });
  const long = { key, chunks: Math.ceil(packed.length / chunkBytes) };
  const chunks = chunkIds(long).map((_id, index) => {
    const bytes = new Binary(packed.subarray(index * chunkBytes, (index + 1) * chunkBytes));
    return { _id, of, conversationId, bytes };
  });
  return { text: '', long, chunks };
}

export async function joinText(pieces: readonly Uint8Array[]): Promise<string> {
  return (await unpack(Buffer.concat(pieces))).toString();
}
