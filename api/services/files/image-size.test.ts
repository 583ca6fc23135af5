import { expect, test } from 'vitest';
import { imageSize } from './image-size.ts';

const padded = (...parts: (readonly number[] | string)[]): Buffer =>
  Buffer.concat([...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))), Buffer.alloc(64)]);

/** Heads as their references lay them out: PNG (IHDR), GIF89a, JPEG (SOF0 behind other segments), and WebP's three first chunks. */
const heads: readonly [string, string, Buffer, [number, number] | null][] = [
  ['a PNG', 'image/png', padded('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', [0, 0, 2, 128], [0, 0, 1, 224]), [640, 480]],
  ['a GIF', 'image/gif', padded('GIF89a', [128, 2, 224, 1]), [640, 480]],
  ['a JPEG', 'image/jpeg', padded([255, 216, 255, 224, 0, 4, 1, 1, 255, 255, 192, 0, 17, 8, 1, 224, 2, 128]), [640, 480]],
  ['a JPEG that is progressive', 'image/jpeg', padded([255, 216, 255, 219, 0, 2, 255, 194, 0, 17, 8, 0, 9, 0, 7]), [7, 9]],
  ['a WebP with alpha', 'image/webp', padded('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', [127, 2, 0, 223, 1, 0]), [640, 480]],
  ['a WebP without loss', 'image/webp', padded('RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f', [127, 194, 119, 0]), [640, 480]],
  ['a WebP', 'image/webp', padded('RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a', [128, 2, 224, 1]), [640, 480]],
  ['a JPEG of rubbish', 'image/jpeg', padded([255, 216, 1, 2, 3]), null],
  ['a JPEG whose segments never end', 'image/jpeg', padded([255, 216, 255, 224, 255, 255]), null],
  [
    'a JPEG of segments without length',
    'image/jpeg',
    Buffer.concat([Buffer.from([255, 216]), Buffer.alloc(65_534, Buffer.from([255, 224, 0, 0]))]),
    null,
  ],
  ['a GIF of nothing', 'image/gif', padded('GIF89a', [0, 0, 1, 0]), null],
  ['a PNG as wide as a road', 'image/png', padded('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', [255, 0, 0, 0], [0, 0, 0, 1]), null],
  ['a PNG that is cut off', 'image/png', Buffer.from('\x89PNG', 'latin1'), null],
  ['an AVIF', 'image/avif', padded('\0\0\0\x20ftypavif'), null],
];

test.each(heads)('%s', (_name, type, head, size) => {
  expect(imageSize(type, head)).toEqual(size === null ? null : { width: size[0], height: size[1] });
});
