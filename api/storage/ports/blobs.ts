import type { Readable } from 'node:stream';

/** What a store knows of a blob. Its type, name and hash are the record's to keep. */
export interface BlobStat {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, by the store's own clock: for sweeps, which spare what is young. */
  readonly storedAt: number;
}

export interface StoredBlob {
  /** Bytes. */
  readonly size: number;
  /** Of the whole content, hexadecimal. */
  readonly sha256: string;
}

export interface PutBlobOptions {
  /** A hint for stores that keep it. What a reader is told comes from the record. */
  readonly contentType: string;
  /** One byte more ends the writing with `request.too-large`, whose params say `limit`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface BlobRange {
  /** The first byte wanted, from 0. */
  readonly offset: number;
  /** How many bytes; without it, all that follow. Cut to what there is. */
  readonly length?: number;
}

export interface OpenBlob {
  /** Bytes of the whole blob, also when a range was asked for. */
  readonly size: number;
  /** Read it to its end or destroy it: a connection or a descriptor hangs on it. A blob that breaks off while it is read is an error of it. */
  readonly stream: Readable;
}

export interface BlobPage {
  /** In the order of their keys, compared byte by byte. */
  readonly blobs: readonly BlobStat[];
  /** The cursor of the next page, or null after the last. */
  readonly next: string | null;
}

export interface SignedUrlOptions {
  /** Seconds from now. */
  readonly lifetime: number;
  /** What a browser calls the file, in any characters. */
  readonly fileName: string;
  readonly contentType: string;
  /** `inline` only for types that cannot carry a script. */
  readonly disposition: 'attachment' | 'inline';
}

/**
 * Keeps the bytes of files under opaque keys. Nothing is decided here: who may read what, and which blobs are still wanted, is in the
 * record. A store that cannot be reached, refuses, or is full is `server.storage-unavailable`; a key that `isBlobKey` refuses is a
 * defect and throws a TypeError before anything is touched.
 */
export interface BlobStore extends AsyncDisposable {
  /** A short description for the start line and for `doctor`, such as `folder data/files`. */
  readonly description: string;
  /**
   * Makes sure that this store belongs to this installation, by a mark in the store. Called at start, before anything else.
   * `fresh`: the installation has never kept a file, so that a store without a mark gets it. Else a store without a mark is a mistake:
   * a share that is not mounted, an empty bucket. Throws `ForeignBlobStoreError` then and when the mark is another's; nodes that start
   * together may all be `fresh`.
   */
  claim(installationId: string, options: { readonly fresh: boolean }): Promise<void>;
  /**
   * Streams a source into the store. Nobody sees the blob before it is whole and durable; a source that throws, a cap or an abort
   * leaves nothing, and rejects with that reason. A key that is taken gets the new content at once and whole: a repeated put is safe.
   */
  put(key: string, source: AsyncIterable<Uint8Array>, options: PutBlobOptions): Promise<StoredBlob>;
  /** Null when there is no such blob. A range that begins behind the end is an empty stream. Who has opened it reads what it was. */
  open(key: string, range?: BlobRange): Promise<OpenBlob | null>;
  /** Null when there is no such blob. */
  stat(key: string): Promise<BlobStat | null>;
  /** Absence is success. */
  delete(key: string): Promise<void>;
  /**
   * A page of the blobs whose key begins with a prefix (`''`: all), after the cursor of the page before. For sweeps and backups: what is
   * put or deleted meanwhile may be missed or seen, everything else is seen once. `limit` at most 1,000.
   */
  list(prefix: string, options: { readonly cursor?: string | null; readonly limit: number }): Promise<BlobPage>;
  /**
   * An address at which anybody can read the blob for a while, made at the moment of reading and never stored; null when the store
   * has none and the server must hand the bytes through itself. Does not ask whether the blob is there.
   */
  signedUrl(key: string, options: SignedUrlOptions): Promise<string | null>;
}

/** The store belongs to another installation, or to none although this one has kept files before. The message is for the operator. */
export class ForeignBlobStoreError extends Error {
  override readonly name = 'ForeignBlobStoreError';
}

const longestKey = 200;

/**
 * Whether a text can be a key: lower-case letters, digits, `_` and `-`, in parts joined by single slashes. No such text leads out of a
 * folder. Keys are random, never a person's file name, and no key is the folder of another (`a` beside `a/b`).
 */
export function isBlobKey(text: string): boolean {
  return text.length <= longestKey && /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)*$/.test(text);
}
