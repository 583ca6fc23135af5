import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { blockBytes, encodeTarHeader, paddingAfter } from './tar-header.ts';
import type { ManifestMember } from './manifest.ts';
import type { Pace } from './pace.ts';

export const chunkBytes = 1_048_576;

/** A tar archive that is being written. */
export interface ArchiveFile {
  /** Adds the bytes of an open file, read from its beginning, and says what was written. Throws when they are fewer than `size`. */
  addFile(name: string, source: { readonly fd: number; readonly size: number }): ManifestMember;
  addText(name: string, text: string): void;
  /** Ends the archive and has it on the disk. */
  finish(): void;
  close(): void;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done);
}

/** Begins a new archive, for its owner alone. Throws when the name is taken. */
export function createArchiveFile(file: string, mtime: number, pace: Pace): ArchiveFile {
  const fd = openSync(file, 'wx', 0o600);
  const chunk = Buffer.allocUnsafe(chunkBytes);

  return {
    addFile(name, source) {
      writeAll(fd, encodeTarHeader({ name, size: source.size }, mtime));
      const hash = createHash('sha256');
      for (let done = 0; done < source.size;) {
        const read = readSync(source.fd, chunk, 0, Math.min(chunkBytes, source.size - done), done);
        if (read === 0) throw new Error(`${name} became shorter while it was read.`);
        const bytes = chunk.subarray(0, read);
        hash.update(bytes);
        writeAll(fd, bytes);
        done += read;
        pace.rest();
      }
      writeAll(fd, Buffer.alloc(paddingAfter(source.size)));
      return { name, size: source.size, sha256: hash.digest('hex') };
    },
    addText(name, text) {
      const bytes = Buffer.from(text);
      writeAll(fd, encodeTarHeader({ name, size: bytes.length }, mtime));
      writeAll(fd, bytes);
      writeAll(fd, Buffer.alloc(paddingAfter(bytes.length)));
    },
    finish() {
      writeAll(fd, Buffer.alloc(2 * blockBytes));
      fsyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
