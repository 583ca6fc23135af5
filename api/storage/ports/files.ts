import type { Scope } from './scope.ts';

/** A file that a person brought, or a model made for them: all that is known of it but its bytes, which a `BlobStore` keeps under `fileKey(id)`. */
export interface FileRow {
  readonly id: string;
  readonly ownerId: string;
  /** As it is shown, and given to whoever downloads it; cleaned of what could deceive. */
  readonly name: string;
  /** Found in the content, never what the sender said. */
  readonly mediaType: string;
  readonly bytes: number;
  /** Of the whole content, hexadecimal. */
  readonly sha256: string;
  /** Pixels, where the head of an image says them. */
  readonly width: number | null;
  readonly height: number | null;
  readonly createdAt: number;
}

export interface BeginFile {
  readonly id: string;
  readonly name: string;
  /** What the upload may come to, counted until it has ended. */
  readonly bytes: number;
  readonly now: number;
  /** Of unsent files, uploads under way among them; one more is refused. */
  readonly maxFiles: number;
  readonly maxBytes: number;
}

export type FinishFile = Pick<FileRow, 'mediaType' | 'bytes' | 'sha256' | 'width' | 'height'>;

/**
 * Files of people. A file begins before its first byte is stored and ends with its row, after its bytes are gone: so that no byte is kept
 * that no row knows of. Messages use files; that is counted by the store in the transaction that keeps, copies, changes or purges the message.
 * A file that no message uses is unsent, from its beginning or since the last one that used it was purged. Absent, foreign, unfinished and
 * doomed files are the same: they are not there.
 */
export interface FileStore {
  /** Keeps a file whose bytes are about to come, in one step with the look at what the person has unsent. `full`: there is no room for it. */
  beginFile(scope: Scope, file: BeginFile): Promise<'kept' | 'full'>;
  /**
   * Says that all bytes of a file are stored. `answerId`: a message of the owner's that uses it from this moment on, for what a model made.
   * Null when it is doomed by now, or was finished before, or there is no such message: nothing has changed then.
   */
  finishFile(scope: Scope, id: string, found: FinishFile, answerId?: string): Promise<FileRow | null>;
  getFile(scope: Scope, id: string): Promise<FileRow | null>;
  /** Those that are there, in any order. */
  getFiles(scope: Scope, ids: readonly string[]): Promise<FileRow[]>;
  /** Dooms a file that no message uses, finished or not; false when one does, or there is none. Its bytes may then be deleted, its row forgotten. */
  doomFile(scope: Scope, id: string): Promise<boolean>;
  /** Dooms files that are unsent since before a time, and answers them together with those that were doomed earlier and are still known; at most `limit`. */
  doomUnsentFiles(before: number, limit: number): Promise<string[]>;
  /** Forgets doomed files, whose bytes are gone; others stay. */
  forgetFiles(ids: readonly string[]): Promise<void>;
}

/** Where the bytes of a file are: spread over folders by the end of the id, which is random. */
export const fileKey = (id: string): string => `${id.slice(-2)}/${id}`;
