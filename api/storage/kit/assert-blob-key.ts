import { isBlobKey } from '../ports/blobs.ts';

/** Refuses a key that no caller may come with: it is a defect, and is not repeated in the message. */
export function assertBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new TypeError('A key of a blob has characters or a shape that no key has.');
}

/** The same for what keys may begin with. */
export function assertBlobPrefix(prefix: string): void {
  if (prefix !== '' && !isBlobKey(prefix.replace(/\/$/, ''))) throw new TypeError('A prefix has characters or a shape that no key has.');
}
