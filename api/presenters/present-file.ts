import type { File } from '@parley/contracts';
import type { FileRow } from '../storage/ports/files.ts';

/** A file as its owner sees it. */
export const presentFile = ({ id, name, mediaType, bytes, sha256, width, height, createdAt }: FileRow): File => ({
  id,
  name,
  mediaType,
  bytes,
  sha256,
  width,
  height,
  createdAt,
});
