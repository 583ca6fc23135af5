import { randomUUID } from 'node:crypto';
import type { FilesConfig } from './config/stores.ts';
import { createFolderBlobStore } from './storage/folder/create-folder-blob-store.ts';
import { OperatorError } from './storage/kit/operator-error.ts';
import { ForeignBlobStoreError, type BlobStore } from './storage/ports/blobs.ts';
import type { InstallationStore } from './storage/ports/installation.ts';

// Beside open-stores.ts, the assembly of what keeps the bytes of files. The vendor's packages are loaded only where a bucket keeps them.

/** The store that the configuration names, as it is: nobody has asked yet whose it is. Rejects with a sentence. */
export async function openBlobs(config: FilesConfig): Promise<BlobStore> {
  if (config.kind === 's3') {
    const { createS3BlobStore } = await import('./storage/s3/create-s3-blob-store.ts');
    return createS3BlobStore(config);
  }
  try {
    return await createFolderBlobStore({ folder: config.folder });
  } catch (cause) {
    throw new OperatorError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * Makes sure that the store is this installation's, and remembers it: the first start marks it, and from then on one without the mark is a share
 * that is not mounted or an empty bucket. Rejects with a sentence; nothing was written into a store that is another's.
 */
export async function claimBlobs(blobs: BlobStore, storage: InstallationStore): Promise<void> {
  const { id, filesClaimed } = await storage.getInstallation(randomUUID());
  try {
    await blobs.claim(id, { fresh: !filesClaimed });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const hint = cause instanceof ForeignBlobStoreError ? ` If the files are lost for good, write ${id} into it to begin with none.` : '';
    throw new OperatorError(`The files cannot be used (${blobs.description}): ${cause.message}${hint}`, { cause });
  }
  if (!filesClaimed) await storage.markFilesClaimed();
}
