import { OperatorError } from '../../kit/operator-error.ts';

/** A tar archive (POSIX ustar) is blocks of 512 bytes: a header, then the content, filled up with zeros. */
export const blockBytes = 512;

export interface TarEntry {
  readonly name: string;
  readonly size: number;
}

/** Where each field of a header begins, and how long it is. */
const field = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

const largestOctal = 8 ** 11;

/** How many zeros follow a content of this size. */
export const paddingAfter = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

/** Splits a name that is too long for its field at a slash. */
function splitName(name: string): { prefix: string; base: string } {
  if (name.length <= field.name[1]) return { prefix: '', base: name };
  const slash = name.indexOf('/', name.length - field.name[1] - 1);
  if (slash < 1 || slash > field.prefix[1]) throw new OperatorError(`The name ${name} is too long for a backup.`);
  return { prefix: name.slice(0, slash), base: name.slice(slash + 1) };
}

/** Eleven octal digits reach 8 GiB; beyond that the number is binary, marked by its first bit, as GNU tar writes it. */
function writeSize(block: Buffer, size: number): void {
  const [at, length] = field.size;
  if (size < largestOctal) return void block.write(`${size.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block[at] = 0x80;
  block.writeBigUInt64BE(BigInt(size), at + length - 8);
}

function readSize(block: Buffer): number {
  const [at, length] = field.size;
  if (block[at] === 0x80) return Number(block.readBigUInt64BE(at + length - 8));
  const text = textOf(block, field.size).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function textOf(block: Buffer, [at, length]: readonly [number, number]): string {
  const text = block.toString('latin1', at, at + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** The sum of all bytes, those of the sum itself counting as blanks. */
function checksumOf(block: Buffer): number {
  const [at, length] = field.checksum;
  let sum = 0;
  for (let index = 0; index < blockBytes; index += 1) sum += index >= at && index < at + length ? 32 : block[index]!;
  return sum;
}

/** The header of a regular file for its owner alone. Times are seconds since the epoch. */
export function encodeTarHeader({ name, size }: TarEntry, mtime: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const { prefix, base } = splitName(name);
  block.write(base, field.name[0], 'latin1');
  block.write(prefix, field.prefix[0], 'latin1');
  block.write('0000600\0', field.mode[0], 'latin1');
  block.write('0000000\x000000000\0', 108, 'latin1');
  writeSize(block, size);
  block.write(`${Math.floor(mtime).toString(8).padStart(11, '0')}\0`, field.mtime[0], 'latin1');
  block.write('0', field.type[0], 'latin1');
  block.write('ustar\x0000', field.magic[0], 'latin1');
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, field.checksum[0], 'latin1');
  return block;
}

/** Reads a header. Null at the end of the archive, which is a block of zeros. Throws what is wrong with it, without its place. */
export function decodeTarHeader(block: Buffer): TarEntry | null {
  if (block.every((byte) => byte === 0)) return null;
  if (Number.parseInt(textOf(block, field.checksum), 8) !== checksumOf(block)) throw new OperatorError('a header is damaged');
  if (!textOf(block, field.magic).startsWith('ustar')) throw new OperatorError('a header is of a kind that no backup has');
  const prefix = textOf(block, field.prefix);
  const base = textOf(block, field.name);
  const name = prefix === '' ? base : `${prefix}/${base}`;
  const type = textOf(block, field.type);
  if (type !== '0' && type !== '') throw new OperatorError(`${JSON.stringify(name)} is not a regular file`);
  const size = readSize(block);
  if (!Number.isSafeInteger(size) || size < 0) throw new OperatorError(`the size of ${JSON.stringify(name)} cannot be right`);
  return { name, size };
}
