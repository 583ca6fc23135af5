import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * Two small files beside the journal for what it could not commit in time. They are written without a sync: that survives the
 * death of the process, though not of the machine, and does not wait for the disk. They are made when first needed.
 */
export interface Spill {
  /** Adds a record. Throws when the disk refuses. */
  write(body: string): void;
  /** Puts this, or nothing, in place of all records so far; a death in between leaves both. */
  replace(body: string | null): void;
  /** Removes the files. */
  remove(): void;
}

type Half = 0 | 1;
const halves = [0, 1] as const;
const nameOf = (file: string, half: Half): string => `${file}-spill-${half}`;

function frame(body: string): Buffer {
  return Buffer.from(`${crc32(body)} ${Buffer.byteLength(body)}\n${body}\n`);
}

/** Where the next record goes: behind those of an earlier process, which stay until the first `replace`. */
function openHalf(file: string, half: Half): { fd: number; at: number } {
  const at = readHalf(file, half).end;
  const fd = openSync(nameOf(file, half), at === 0 ? 'w' : 'r+', 0o600);
  ftruncateSync(fd, at);
  return { fd, at };
}

export function createSpill(file: string): Spill {
  let files: { fd: number; at: number }[] | null = null;
  let half: Half = 0;

  function opened(which: Half): { fd: number; at: number } {
    files ??= halves.map((each) => openHalf(file, each));
    return files[which]!;
  }
  function append(body: string): void {
    const { fd, at } = opened(half);
    const bytes = frame(body);
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    opened(half).at += bytes.length;
  }
  function empty(which: Half): void {
    const target = opened(which);
    ftruncateSync(target.fd, 0);
    target.at = 0;
  }

  return {
    write: append,
    replace(body) {
      const old = half;
      half = half === 0 ? 1 : 0;
      // What the other half still holds was replaced before.
      empty(half);
      if (body !== null) append(body);
      empty(old);
    },
    remove() {
      for (const { fd } of files ?? []) closeSync(fd);
      files = null;
      for (const each of halves) rmSync(nameOf(file, each), { force: true });
    },
  };
}

/** Whether an earlier process left something. */
export function hasSpill(file: string): boolean {
  return halves.some((half) => readHalf(file, half).end > 0);
}

/** The records that an earlier process left in both files; one that was cut off by its death is not among them. */
export function readSpill(file: string): string[] {
  return halves.flatMap((half) => readHalf(file, half).bodies);
}

function readHalf(file: string, half: Half): { bodies: string[]; end: number } {
  const name = nameOf(file, half);
  const bytes = existsSync(name) ? readFileSync(name) : Buffer.alloc(0);
  const bodies: string[] = [];
  for (let end = 0; ;) {
    const endOfHead = bytes.indexOf(10, end);
    const head = /^(\d+) (\d+)$/.exec(bytes.toString('latin1', end, Math.max(end, endOfHead)));
    if (head === null) return { bodies, end };
    const endOfBody = endOfHead + 1 + Number(head[2]);
    const body = bytes.toString('utf8', endOfHead + 1, endOfBody);
    if (endOfBody >= bytes.length || crc32(body) !== Number(head[1])) return { bodies, end };
    bodies.push(body);
    end = endOfBody + 1;
  }
}
