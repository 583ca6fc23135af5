import type { Binary } from 'mongodb';

/** A piece of a text that is too long for the document it belongs to. Packed (zlib) as a whole before it was cut. */
export interface StoredChunk {
  /** The key of the text and the number of the piece, from 0. */
  readonly _id: string;
  /** The message or turn whose text it is. */
  readonly of: string;
  readonly conversationId: string;
  readonly bytes: Binary;
}

/** Stands in a document for a text that is kept in chunks. Each writing has a key of its own, so that a reader never mixes two. */
export interface LongText {
  readonly key: string;
  readonly chunks: number;
}

export const chunkIds = ({ key, chunks }: LongText): string[] => Array.from({ length: chunks }, (_, index) => `${key}:${index}`);
