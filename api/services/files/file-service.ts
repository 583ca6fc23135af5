import { assertThat, RequestError } from '@parley/contracts';
import type { BlobRange, OpenBlob } from '../../storage/ports/blobs.ts';
import { fileKey, type FileRow } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { dropFile } from './drop-file.ts';
import type { FileContext } from './file-context.ts';
import { uploadFile, type Upload } from './upload-file.ts';

/** Files of people: what they bring, and what is shown of it again. */
export interface FileService {
  /** Streams a content from an address into the store. Throws as `uploadFile` says, and `file.too-many-uploads`. */
  upload(
    scope: Scope,
    name: string | undefined,
    upload: Upload,
    from: { readonly address: string; readonly signal: AbortSignal },
  ): Promise<FileRow>;
  /** A file with the way to its bytes, which throws `file.not-found` when they are gone. Throws `file.not-found`. */
  open(scope: Scope, id: string): Promise<{ readonly file: FileRow; readonly bytes: (range?: BlobRange) => Promise<OpenBlob> }>;
  /** Throws `file.not-found`, and `file.in-use` when a message was sent with it. */
  remove(scope: Scope, id: string): Promise<void>;
}

export function createFileService(files: FileContext): FileService {
  const { storage, blobs } = files;
  return {
    async upload(scope, name, upload, { address, signal }) {
      await files.countUpload?.(scope.ownerId, address);
      return uploadFile(files, scope, name, upload, signal);
    },
    async open(scope, id) {
      const file = await storage.getFile(scope, id);
      assertThat(file !== null, 'file.not-found');
      return {
        file,
        async bytes(range) {
          const opened = await blobs.open(fileKey(id), range);
          assertThat(opened !== null, 'file.not-found');
          return opened;
        },
      };
    },
    async remove(scope, id) {
      if (await dropFile(files, scope, id)) return;
      throw new RequestError((await storage.getFile(scope, id)) === null ? 'file.not-found' : 'file.in-use');
    },
  };
}
