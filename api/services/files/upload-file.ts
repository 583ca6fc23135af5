import { uuidv7 } from '@parley/chat-core';
import { assertThat, limits, RequestError } from '@parley/contracts';
import type { FileRow } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { cleanFileName } from './clean-file-name.ts';
import { dropFile } from './drop-file.ts';
import type { FileContext } from './file-context.ts';
import { storeContent } from './store-content.ts';

/** A content on its way. */
export interface Upload {
  /** Bytes, where the sender announced them. */
  readonly length: number | null;
  readonly body: AsyncIterable<Uint8Array>;
}

/** So many at once are a person's; what is more would only make all of them slow. */
async function inTurn<Result>({ uploading }: FileContext, ownerId: string, work: () => Promise<Result>): Promise<Result> {
  const running = uploading.get(ownerId) ?? 0;
  if (running >= limits.uploadsAtOnce)
    throw new RequestError('file.too-many-at-once', { params: { limit: limits.uploadsAtOnce }, retryAfter: 2 });
  uploading.set(ownerId, running + 1);
  try {
    return await work();
  } finally {
    const left = (uploading.get(ownerId) ?? 1) - 1;
    if (left === 0) uploading.delete(ownerId);
    else uploading.set(ownerId, left);
  }
}

/**
 * Streams a content into the store, and keeps what was found out about it on the way. The row comes first, so that no byte is kept that no row
 * knows of; an upload that fails or breaks off leaves neither. Throws `file.too-large`, `file.empty`, `file.type-refused`, `file.quota-exceeded`,
 * `file.too-many-at-once` and what the body throws.
 */
export async function uploadFile(
  files: FileContext,
  scope: Scope,
  given: string | undefined,
  upload: Upload,
  signal: AbortSignal,
): Promise<FileRow> {
  const name = cleanFileName(given ?? '');
  const { maxBytes, mayBe } = files.policy();
  assertThat(upload.length !== 0, 'file.empty');
  if (upload.length !== null && upload.length > maxBytes) throw new RequestError('file.too-large', { params: { limit: maxBytes } });
  return inTurn(files, scope.ownerId, async () => {
    const id = uuidv7();
    const beginning = { id, name, bytes: upload.length ?? maxBytes, now: files.now() };
    const room = await files.storage.beginFile(scope, { ...beginning, maxFiles: limits.unsentFiles, maxBytes: limits.unsentFileBytes });
    if (room === 'full')
      throw new RequestError('file.quota-exceeded', { params: { files: limits.unsentFiles, bytes: limits.unsentFileBytes } });
    try {
      const found = await storeContent(files, { id, name, body: upload.body, maxBytes }, signal);
      if (!mayBe(found.mediaType)) throw new RequestError('file.type-refused', { params: { type: found.mediaType } });
      const kept = await files.storage.finishFile(scope, id, found);
      assertThat(kept !== null, 'file.cut-off');
      return kept;
    } catch (error) {
      await dropFile(files, scope, id);
      throw error;
    }
  });
}
