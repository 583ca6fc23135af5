import { assertThat, limits, RequestError, type InputPart, type Part } from '@parley/contracts';
import type { FilePolicy } from '../../policies/file-policy.ts';
import type { FileRow, FileStore } from '../../storage/ports/files.ts';
import type { Scope } from '../../storage/ports/scope.ts';

export interface ResolveNeeds {
  readonly storage: Pick<FileStore, 'getFiles'>;
  readonly policy: () => FilePolicy;
}

/** A file as a message keeps it. */
const filePart = ({ id: fileId, name, mediaType, bytes, width, height }: FileRow, id: string): Part => ({
  type: 'file',
  id,
  fileId,
  name,
  mediaType,
  bytes,
  ...(width === null || height === null ? {} : { width, height }),
});

function checkEndpoint(policy: FilePolicy, endpoint: string | null, files: readonly FileRow[]): void {
  const { disabled, maxFiles, maxBytes, maxTotal, mayBe } = policy.of(endpoint);
  assertThat(!disabled || files.length === 0, 'file.none-taken');
  if (files.length > maxFiles) throw new RequestError('file.too-many', { params: { limit: maxFiles } });
  if (files.some(({ bytes }) => bytes > maxBytes)) throw new RequestError('file.too-large', { params: { limit: maxBytes } });
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > maxTotal)
    throw new RequestError('file.too-large-together', { params: { limit: maxTotal } });
  const refused = files.find(({ mediaType }) => !mayBe(mediaType));
  if (refused !== undefined) throw new RequestError('file.type-refused', { params: { type: refused.mediaType } });
}

/**
 * A person's parts as a message keeps them: numbered, and with what is known of their files. Reads the store only where there are files. Throws
 * `file.not-found` for one that is not there, or not theirs, and what the operator's rules for this endpoint refuse (null: those for any).
 */
export async function resolveParts(
  { storage, policy }: ResolveNeeds,
  scope: Scope,
  endpoint: string | null,
  parts: readonly InputPart[],
): Promise<Part[]> {
  const ids = [...new Set(parts.flatMap((part) => (part.type === 'file' ? [part.fileId] : [])))];
  if (ids.length > limits.filesPerMessage) throw new RequestError('file.too-many', { params: { limit: limits.filesPerMessage } });
  const found = ids.length === 0 ? [] : await storage.getFiles(scope, ids);
  if (ids.length > 0) checkEndpoint(policy(), endpoint, found);
  const byId = new Map(found.map((file) => [file.id, file]));
  return parts.map((part, index) => {
    const id = `p${index + 1}`;
    if (part.type !== 'file') return { ...part, id };
    const file = byId.get(part.fileId);
    assertThat(file !== undefined, 'file.not-found');
    return filePart(file, id);
  });
}
