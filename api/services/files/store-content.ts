import { assertThat, RequestError } from '@parley/contracts';
import { fileKey, type FinishFile } from '../../storage/ports/files.ts';
import { detectType } from './detect-type.ts';
import type { FileContext } from './file-context.ts';
import { imageSize } from './image-size.ts';
import { inspectContent } from './inspect-content.ts';

interface Content {
  /** Of a file that has begun. */
  readonly id: string;
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
}

/** Streams a content into the store and answers what it was found to be. Throws `file.too-large`, `file.empty` and what the body throws. */
export async function storeContent(
  { blobs }: Pick<FileContext, 'blobs'>,
  { id, name, body, maxBytes }: Content,
  signal: AbortSignal,
): Promise<FinishFile> {
  const content = inspectContent(body);
  try {
    const { size: bytes, sha256 } = await blobs.put(fileKey(id), content.bytes, {
      contentType: 'application/octet-stream',
      maxBytes,
      signal,
    });
    assertThat(bytes > 0, 'file.empty');
    const head = content.head();
    const mediaType = await detectType({ head, isText: content.isText(), name });
    return { mediaType, bytes, sha256, ...(imageSize(mediaType, head) ?? { width: null, height: null }) };
  } catch (error) {
    if (error instanceof RequestError && error.code === 'request.too-large')
      throw new RequestError('file.too-large', { params: { limit: maxBytes }, cause: error });
    throw error;
  }
}
