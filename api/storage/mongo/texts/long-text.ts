import { uuidv7 } from '@parley/chat-core/uuid';
import type { Collection } from 'mongodb';
import { chunkIds, type LongText, type StoredChunk } from '../rows/chunk-row.ts';
import type { Unit } from '../unit.ts';
import { joinText, splitText, type SplitText, type TextPlace } from './split-text.ts';

/** Keeps the chunks of a text that is long, and nothing for one that is not. Returns what its document is to say. */
export async function keepText(unit: Unit, text: string, place: Omit<TextPlace, 'key'>): Promise<Pick<SplitText, 'text' | 'long'>> {
  const split = await splitText(text, { ...place, key: uuidv7() }, unit.chunkBytes);
  if (split.chunks.length > 0) await unit.in.chunks.insertMany([...split.chunks], unit.at);
  return split;
}

/** Null when a chunk is missing: the text was replaced, or its document removed, since that was read. */
export async function readLongText(chunks: Collection<StoredChunk>, long: LongText, at: Unit['at'] = {}): Promise<string | null> {
  const found = new Map<string, Uint8Array>();
  for await (const chunk of chunks.find({ _id: { $in: chunkIds(long) } }, at)) found.set(chunk._id, chunk.bytes.value());
  const pieces = chunkIds(long).map((id) => found.get(id));
  return pieces.every((piece) => piece !== undefined) ? await joinText(pieces) : null;
}

export async function dropText(unit: Unit, long: LongText | undefined): Promise<void> {
  if (long !== undefined) await unit.in.chunks.deleteMany({ _id: { $in: chunkIds(long) } }, unit.at);
}

/** Copies a text a chunk at a time, so that no more than one is in memory. */
export async function copyText(unit: Unit, long: LongText, place: Omit<TextPlace, 'key'>): Promise<LongText> {
  const copy = { key: uuidv7(), chunks: long.chunks };
  for (const [index, id] of chunkIds(long).entries()) {
    const chunk = await unit.in.chunks.findOne({ _id: id }, unit.at);
    if (chunk !== null) await unit.in.chunks.insertOne({ _id: `${copy.key}:${index}`, ...place, bytes: chunk.bytes }, unit.at);
  }
  return copy;
}
