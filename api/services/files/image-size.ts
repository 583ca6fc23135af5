export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** More pixels on a side than any real image has. */
const widest = 100_000;

const sized = (width: number, height: number): ImageSize | null =>
  width > 0 && height > 0 && width <= widest && height <= widest ? { width, height } : null;

/** The frame header of a JPEG stands behind any number of other segments (ISO/IEC 10918-1 B.2). */
function jpegSize(head: Buffer): ImageSize | null {
  let at = 2;
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return sized(head.readUInt16BE(at + 7), head.readUInt16BE(at + 5));
    else at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

/** One of three kinds of first chunk (RFC 9649). */
function webpSize(head: Buffer): ImageSize | null {
  const kind = head.toString('latin1', 12, 16);
  if (kind === 'VP8X') return sized(head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1);
  if (kind === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  return kind === 'VP8 ' ? sized(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff) : null;
}

/** The pixels of an image as its head says them, before any turning; null when it does not, or not within these bytes. */
export function imageSize(mediaType: string, head: Buffer): ImageSize | null {
  if (head.length < 32) return null;
  if (mediaType === 'image/png') return sized(head.readUInt32BE(16), head.readUInt32BE(20));
  if (mediaType === 'image/gif') return sized(head.readUInt16LE(6), head.readUInt16LE(8));
  if (mediaType === 'image/webp') return webpSize(head);
  return mediaType === 'image/jpeg' ? jpegSize(head) : null;
}
