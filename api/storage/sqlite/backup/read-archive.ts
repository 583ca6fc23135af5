import { createHash } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';
import { OperatorError } from '../../kit/operator-error.ts';
import { chunkBytes } from './archive-file.ts';
import { parseManifest, type Manifest, type ManifestMember } from './manifest.ts';
import { isMemberName, manifestName } from './member-name.ts';
import type { Pace } from './pace.ts';
import { blockBytes, decodeTarHeader, paddingAfter, type TarEntry } from './tar-header.ts';

/** Takes the content of a member, piece by piece; the pieces are reused. */
export interface MemberSink {
  write(bytes: Buffer): void;
  end(): void;
}

const largestManifest = 268_435_456;
const mostMembers = 2_000_000;

function readExactly(fd: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;) {
    const read = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (read === 0) throw new OperatorError('it was cut off');
    done += read;
  }
}

/** What lies where. Nothing is trusted: a name must be one that backups have, once, and its content must be in the file. */
function* entriesOf(fd: number): Generator<TarEntry & { at: number }> {
  const total = fstatSync(fd).size;
  const header = Buffer.alloc(blockBytes);
  const seen = new Set<string>();
  for (let at = 0; ;) {
    readExactly(fd, header, at);
    const entry = decodeTarHeader(header);
    if (entry === null) return;
    const { name, size } = entry;
    if (!isMemberName(name)) throw new OperatorError(`it holds ${JSON.stringify(name)}, which no backup has`);
    if (seen.has(name)) throw new OperatorError(`it holds ${name} twice`);
    if (seen.size >= mostMembers) throw new OperatorError('it holds too many files');
    if (seen.has(manifestName)) throw new OperatorError('something follows its manifest');
    seen.add(name);
    at += blockBytes;
    if (size > total - at)
      throw new OperatorError(`it was cut off: ${name} should have ${size} bytes, ${Math.max(0, total - at)} are there`);
    yield { ...entry, at };
    at += size + paddingAfter(size);
  }
}

function readManifest(fd: number, { size, at }: TarEntry & { at: number }): Manifest {
  if (size > largestManifest) throw new OperatorError('its manifest is too large');
  const bytes = Buffer.alloc(size);
  readExactly(fd, bytes, at);
  return parseManifest(bytes.toString('utf8'));
}

function readMember(fd: number, entry: TarEntry & { at: number }, chunk: Buffer, sink: MemberSink | null, pace: Pace): ManifestMember {
  const { name, size, at } = entry;
  const hash = createHash('sha256');
  try {
    for (let done = 0; done < size;) {
      const bytes = chunk.subarray(0, Math.min(chunk.length, size - done));
      readExactly(fd, bytes, at + done);
      hash.update(bytes);
      sink?.write(bytes);
      done += bytes.length;
      pace.rest();
    }
  } finally {
    sink?.end();
  }
  return { name, size, sha256: hash.digest('hex') };
}

function holdAgainst(manifest: Manifest, found: ReadonlyMap<string, ManifestMember>): void {
  for (const { name, size, sha256 } of manifest.members) {
    const member = found.get(name);
    if (member === undefined) throw new OperatorError(`${name} is missing`);
    if (member.size !== size || member.sha256 !== sha256) throw new OperatorError(`${name} is damaged: its checksum is another`);
  }
  if (manifest.members.length !== found.size) throw new OperatorError('it holds files that its manifest does not name');
  if (!found.has('parley.db')) throw new OperatorError('it holds no parley.db');
}

/**
 * Reads a whole archive, handing each member's content to the sink that is made for it, and holds everything against the manifest.
 * Throws what is wrong with it, without its place; what the sinks took before that is worth nothing.
 */
export function readArchive(fd: number, pace: Pace, sinkFor?: (name: string) => MemberSink): Manifest {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const found = new Map<string, ManifestMember>();
  let manifest: Manifest | null = null;
  for (const entry of entriesOf(fd)) {
    if (entry.name === manifestName) manifest = readManifest(fd, entry);
    else found.set(entry.name, readMember(fd, entry, chunk, sinkFor?.(entry.name) ?? null, pace));
  }
  if (manifest === null) throw new OperatorError('it has no manifest');
  holdAgainst(manifest, found);
  return manifest;
}
