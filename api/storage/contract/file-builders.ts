import { uuidv7 } from '@parley/chat-core';
import type { Part, PartOf } from '@parley/contracts';
import type { BeginFile, FileRow, FinishFile } from '../ports/files.ts';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';

export const fileBeginning = (more: Partial<BeginFile> = {}): BeginFile => ({
  id: uuidv7(),
  name: 'notes.txt',
  bytes: 10,
  now: 1_000,
  maxFiles: 1_000,
  maxBytes: 1_000_000,
  ...more,
});

export const fileEnd = (more: Partial<FinishFile> = {}): FinishFile => ({
  mediaType: 'text/plain',
  bytes: 8,
  sha256: 'a'.repeat(64),
  width: null,
  height: null,
  ...more,
});

/** A file whose bytes are all there, as far as the record goes. */
export async function newFile(
  storage: Storage,
  scope: Scope,
  more: Partial<BeginFile> = {},
  end: Partial<FinishFile> = {},
): Promise<FileRow> {
  const beginning = fileBeginning(more);
  if ((await storage.beginFile(scope, beginning)) !== 'kept') throw new Error('There is no room for the file.');
  const file = await storage.finishFile(scope, beginning.id, fileEnd(end));
  if (file === null) throw new Error('The file was not finished.');
  return file;
}

/** A question that uses these files. */
export const questionWith = (...files: readonly Pick<FileRow, 'id' | 'name' | 'mediaType' | 'bytes'>[]): { id: string; parts: Part[] } => ({
  id: uuidv7(),
  parts: [
    { type: 'text', id: 'p1', text: 'Look at this.' },
    ...files.map(({ id: fileId, name, mediaType, bytes }, index): PartOf<'file'> => ({
      type: 'file',
      id: `p${index + 2}`,
      fileId,
      name,
      mediaType,
      bytes,
    })),
  ],
});
