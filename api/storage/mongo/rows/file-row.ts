import type { FileRow } from '../../ports/files.ts';

export interface StoredFile {
  readonly _id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly createdAt: number;
  readonly state: 'coming' | 'there' | 'doomed';
  /** Absent while a message uses the file; 0 after the last one was purged. */
  readonly unsentSince?: number;
}

/** A message that uses a file. */
export interface StoredFileUse {
  readonly messageId: string;
  readonly fileId: string;
  readonly conversationId: string;
}

/** The one document that names the installation. */
export interface StoredInstallation {
  readonly _id: 'this';
  readonly id: string;
  readonly filesClaimed: boolean;
}

export function toFileRow({ _id, ownerId, name, mediaType, bytes, sha256, width, height, createdAt }: StoredFile): FileRow {
  return { id: _id, ownerId, name, mediaType, bytes, sha256, width, height, createdAt };
}
