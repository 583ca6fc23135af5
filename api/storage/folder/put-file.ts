import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, syncFolder } from './sync-folder.ts';

/** Writes all of a chunk: a single write may take less. */
async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.byteLength;) from += (await handle.write(chunk, from)).bytesWritten;
}

/**
 * Writes a file that appears whole or not at all, and is durable when this resolves. `incoming` is a folder of the same file system,
 * where the unfinished wait. Readers of a file that is replaced keep what they opened.
 */
export async function putFile(file: string, incoming: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const part = path.join(incoming, `${randomUUID()}.part`);
  const handle = await open(part, 'wx', 0o600);
  try {
    try {
      for await (const chunk of bytes) await writeAll(handle, chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await makeFolder(path.dirname(file));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}
