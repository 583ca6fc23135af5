import { expect, test } from 'vitest';
import { blockBytes, decodeTarHeader, encodeTarHeader, paddingAfter } from './tar-header.ts';

const roundTrip = (name: string, size: number): unknown => decodeTarHeader(encodeTarHeader({ name, size }, 1_700_000_000));

test('a header comes back as it was, whatever the size and the length of the name', () => {
  const key = `files/${'a'.repeat(60)}/${'b'.repeat(60)}/${'c'.repeat(60)}`;
  for (const name of ['parley.db', key])
    for (const size of [0, 1, 8 ** 11 - 1, 8 ** 11, 2 ** 45]) expect(roundTrip(name, size)).toEqual({ name, size });
});

test('a name that no header can hold is refused by name', () => {
  expect(() => roundTrip(`files/${'a'.repeat(150)}`, 1)).toThrow(/The name files\/a+ is too long/);
});

test('zeros are the end, one wrong byte is damage, and only regular files of this kind are taken', () => {
  expect(decodeTarHeader(Buffer.alloc(blockBytes))).toBeNull();
  for (let at = 0; at < blockBytes; at += 6) {
    const block = encodeTarHeader({ name: 'parley.db', size: 5 }, 1);
    block[at] = block[at]! ^ 0x01;
    expect(() => decodeTarHeader(block), String(at)).toThrow(/damaged/);
  }
  const forged = (change: (block: Buffer) => void): Buffer => {
    const block = encodeTarHeader({ name: 'parley.db', size: 5 }, 1);
    change(block);
    block.write('        ', 148);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return block;
  };
  expect(() => decodeTarHeader(forged((block) => block.write('2', 156)))).toThrow('"parley.db" is not a regular file');
  expect(() => decodeTarHeader(forged((block) => block.write('gnutar', 257)))).toThrow(/no backup has/);
  expect(() => decodeTarHeader(forged((block) => block.write('-0000000001', 124)))).toThrow(/size of "parley.db" cannot be right/);
  expect(() => decodeTarHeader(forged((block) => block.fill(0xff, 124, 136)))).toThrow(/cannot be right/);
});

test('content is filled up to whole blocks', () => {
  expect([0, 1, 511, 512, 513].map(paddingAfter)).toEqual([0, 511, 1, 0, 511]);
});
