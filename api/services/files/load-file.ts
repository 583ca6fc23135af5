import { limits } from '@parley/contracts';
import { fileKey } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { FileContext } from './file-context.ts';

/** The bytes of a file for a model; null when it is not there. Throws `server.storage-unavailable` when the store is not. */
export async function loadFile({ storage, blobs }: FileContext, scope: Scope, id: string, signal: AbortSignal): Promise<Uint8Array | null> {
  const file = await storage.getFile(scope, id);
  const opened = file === null ? null : await blobs.open(fileKey(id));
  if (opened === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of opened.stream as AsyncIterable<Uint8Array>) {
    signal.throwIfAborted();
    bytes += chunk.byteLength;
    if (bytes > limits.fileBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
