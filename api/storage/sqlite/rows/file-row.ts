import type { FileRow } from '../../ports/files.ts';

export interface StoredFile {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly created_at: number;
  readonly state: 'coming' | 'there' | 'doomed';
  readonly unsent_since: number | null;
}

export function toFileRow(stored: StoredFile): FileRow {
  const { id, name, bytes, sha256, width, height } = stored;
  return { id, ownerId: stored.owner_id, name, mediaType: stored.media_type, bytes, sha256, width, height, createdAt: stored.created_at };
}
