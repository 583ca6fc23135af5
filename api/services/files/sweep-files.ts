import { limits } from '@parley/contracts';
import { fileKey } from '../../storage/ports/files.ts';
import type { FileContext } from './file-context.ts';

const atATime = 100;

/**
 * Removes files that were brought and not sent within a day, and those whose last message was purged: first the bytes, then the row. Whoever
 * dies in between is followed by the next sweep. Answers how many are gone.
 */
export async function sweepFiles(
  { storage, blobs, now }: Pick<FileContext, 'storage' | 'blobs' | 'now'>,
  signal: AbortSignal,
): Promise<number> {
  const before = now() - limits.unsentFileRetention;
  let gone = 0;
  for (let more = true; more && !signal.aborted;) {
    const ids = await storage.doomUnsentFiles(before, atATime);
    for (const id of ids) await blobs.delete(fileKey(id));
    await storage.forgetFiles(ids);
    gone += ids.length;
    more = ids.length === atATime;
  }
  return gone;
}
