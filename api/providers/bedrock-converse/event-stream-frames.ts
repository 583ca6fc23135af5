import { crc32 } from 'node:zlib';
import { SseLimitError, type SseEvent } from '@parley/chat-core';
import { ProviderError } from '../port.ts';

/** Total length, length of the headers, checksum of these two. */
const preludeBytes = 12;
/** Beside headers and payload: the prelude and the checksum of the whole. */
const overheadBytes = 16;

const damaged = (what: string): ProviderError => new ProviderError('provider.bad-answer', `A piece of the answer is damaged: ${what}.`);

/** Bytes of a header's value by its type; strings and byte arrays say their own length. */
const fixedSizes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
const stringType = 7;
const bytesType = 6;

function readHeaders(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes[at]!;
    if (nameEnd >= bytes.length) throw damaged('a header has no end');
    const type = bytes[nameEnd]!;
    const name = bytes.toString('utf8', at + 1, nameEnd);
    let from = nameEnd + 1;
    let size = fixedSizes[type];
    if (type === stringType || type === bytesType) {
      if (from + 2 > bytes.length) throw damaged('a header has no end');
      size = bytes.readUInt16BE(from);
      from += 2;
    }
    if (size === undefined || from + size > bytes.length) throw damaged('a header cannot be read');
    if (type === stringType) headers.set(name, bytes.toString('utf8', from, from + size));
    at = from + size;
  }
  return headers;
}

/** What a frame is, as the name of an event: that of its type, `exception:NAME`, or `error:CODE`. */
function nameOf(headers: ReadonlyMap<string, string>): string {
  const kind = headers.get(':message-type') ?? 'event';
  if (kind === 'exception') return `exception:${headers.get(':exception-type') ?? ''}`;
  if (kind === 'error') return `error:${headers.get(':error-code') ?? ''} ${headers.get(':error-message') ?? ''}`.trimEnd();
  return headers.get(':event-type') ?? '';
}

interface FrameDecoder {
  push(chunk: Uint8Array): void;
  /** What a cut connection left of a frame is nothing. */
  end(): void;
}

/**
 * Cuts `application/vnd.amazon.eventstream` into events, each with its payload as text. Both checksums of every frame are held, that of the length
 * before the length is believed. Throws `provider.bad-answer` for a damaged frame, and `SseLimitError` for one of more than `maxFrameBytes`.
 * Frames that lie whole in a chunk are not copied; the headers of most frames are those of the one before, and are read once.
 */
export function createFrameDecoder(maxFrameBytes: number, onEvent: (event: SseEvent) => void): FrameDecoder {
  const prelude = Buffer.alloc(preludeBytes);
  let preludeFilled = 0;
  /** A frame that came in pieces. */
  let frame: Buffer | undefined;
  let filled = 0;
  let lastHeaders: Buffer = Buffer.alloc(0);
  let lastName = '';

  function lengthOf(bytes: Buffer, at: number): number {
    const total = bytes.readUInt32BE(at);
    if (crc32(bytes.subarray(at, at + 8)) !== bytes.readUInt32BE(at + 8)) throw damaged('its length has another checksum');
    if (total > maxFrameBytes) throw new SseLimitError('event', maxFrameBytes);
    if (total < overheadBytes || bytes.readUInt32BE(at + 4) > total - overheadBytes) throw damaged('its lengths cannot be');
    return total;
  }

  function decode(bytes: Buffer): void {
    const end = bytes.length - 4;
    if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw damaged('it has another checksum');
    const payloadAt = preludeBytes + bytes.readUInt32BE(4);
    const headers = bytes.subarray(preludeBytes, payloadAt);
    if (!headers.equals(lastHeaders)) {
      lastName = nameOf(readHeaders(headers));
      lastHeaders = Buffer.from(headers);
    }
    onEvent({ event: lastName, data: bytes.toString('utf8', payloadAt, end), id: undefined });
  }

  /** Goes on with a frame of which a part has come; answers how far the chunk was used. */
  function fill(chunk: Buffer, from: number): number {
    let at = from;
    if (frame === undefined) {
      const taken = chunk.copy(prelude, preludeFilled, at, at + preludeBytes - preludeFilled);
      preludeFilled += taken;
      at += taken;
      if (preludeFilled < preludeBytes) return at;
      frame = Buffer.allocUnsafe(lengthOf(prelude, 0));
      filled = prelude.copy(frame);
    }
    const taken = chunk.copy(frame, filled, at, at + frame.length - filled);
    filled += taken;
    at += taken;
    if (filled < frame.length) return at;
    const whole = frame;
    frame = undefined;
    preludeFilled = 0;
    decode(whole);
    return at;
  }

  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let at = 0;
      while (at < chunk.length) {
        const isWhole = preludeFilled === 0 && chunk.length - at >= preludeBytes;
        const length = isWhole ? lengthOf(chunk, at) : Infinity;
        if (at + length > chunk.length) at = fill(chunk, at);
        else {
          decode(chunk.subarray(at, at + length));
          at += length;
        }
      }
    },
    end() {
      frame = undefined;
      preludeFilled = 0;
    },
  };
}
