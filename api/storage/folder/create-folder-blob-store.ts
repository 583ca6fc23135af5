import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { assertBlobKey, assertBlobPrefix } from '../kit/assert-blob-key.ts';
import { measureBlob } from '../kit/measure-blob.ts';
import { storing } from '../kit/storing.ts';
import type { BlobRange, BlobStat, BlobStore } from '../ports/blobs.ts';
import { claimFolder } from './claim-folder.ts';
import { orAbsent } from './has-code.ts';
import { putFile } from './put-file.ts';
import { sweepIncoming } from './sweep-incoming.ts';
import { makeFolder, syncFolder } from './sync-folder.ts';
import { walkKeys } from './walk-keys.ts';

interface FolderBlobStoreOptions {
  /** Made when it is not there, if what is above it can be written. */
  readonly folder: string;
  readonly now?: () => number;
}

const maxPage = 1_000;

/** Closes the handle with the stream; a range without a byte in it closes it at once. */
async function streamOf(handle: FileHandle, size: number, { offset, length = size }: BlobRange): Promise<Readable> {
  const end = Math.min(size, offset + length);
  if (offset < end) return handle.createReadStream({ start: offset, end: end - 1 });
  await handle.close();
  return Readable.from([]);
}

/**
 * Blobs as files of a folder, which several nodes may share: each whole file gets its name in one step. Rejects with an Error for the
 * operator when the folder cannot be written.
 */
export async function createFolderBlobStore({ folder, now = Date.now }: FolderBlobStoreOptions): Promise<BlobStore> {
  const root = path.resolve(folder);
  const incoming = path.join(root, '.incoming');
  const fileOf = (key: string): string => {
    assertBlobKey(key);
    return path.join(root, ...key.split('/'));
  };

  async function statFile(key: string): Promise<BlobStat | null> {
    const found = await orAbsent(() => stat(fileOf(key)));
    return found?.isFile() === true ? { key, size: found.size, storedAt: Math.floor(found.mtimeMs) } : null;
  }

  try {
    await makeFolder(incoming);
    await putFile(path.join(incoming, 'check'), incoming, Readable.from([]));
    await sweepIncoming(incoming, now());
  } catch (cause) {
    throw new Error(`The folder for files cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. See FILES_DIR.`, {
      cause,
    });
  }

  return {
    description: `folder ${root}`,
    claim: (installationId, { fresh }) => claimFolder(root, incoming, installationId, fresh),
    async put(key, source, { maxBytes, signal }) {
      const file = fileOf(key);
      const measured = measureBlob(source, { maxBytes, signal });
      try {
        await storing('stored', () => putFile(file, incoming, measured.bytes));
      } catch (error) {
        const failure = measured.failure();
        throw failure === null ? error : failure.reason;
      }
      return measured.measure();
    },
    async open(key, range = { offset: 0 }) {
      const file = fileOf(key);
      return storing('opened', async () => {
        const handle = await orAbsent(() => open(file, 'r'));
        if (handle === null) return null;
        try {
          const found = await handle.stat();
          if (found.isFile()) return { size: found.size, stream: await streamOf(handle, found.size, range) };
        } catch (error) {
          await handle.close();
          throw error;
        }
        await handle.close();
        return null;
      });
    },
    async stat(key) {
      assertBlobKey(key);
      return storing('found', () => statFile(key));
    },
    async delete(key) {
      const file = fileOf(key);
      await storing('deleted', async () => {
        const gone = await orAbsent(async () => (await unlink(file), true));
        if (gone === true) await syncFolder(path.dirname(file));
      });
    },
    async list(prefix, { cursor, limit }) {
      assertBlobPrefix(prefix);
      return storing('listed', async () => {
        const blobs: BlobStat[] = [];
        const keys = walkKeys(root, prefix, cursor ?? '');
        for await (const key of keys) {
          if (blobs.length === Math.min(limit, maxPage)) return { blobs, next: blobs.at(-1)?.key ?? null };
          const found = await statFile(key);
          if (found !== null) blobs.push(found);
        }
        return { blobs, next: null };
      });
    },
    signedUrl: async (key) => (assertBlobKey(key), null),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
