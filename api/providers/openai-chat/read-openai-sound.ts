import { limits } from '@parley/contracts';
import type { PartWriter } from '../kit/part-writer.ts';
import { asText, type Loose } from '../kit/tolerant.ts';
import { wavOf } from '../kit/wav-of.ts';

/** Reads the sound of an answer, which comes in pieces with the words that are spoken. */
export interface SoundReader {
  /** Answers the words of a piece. */
  read(audio: Loose): string;
  /** Tells the sound as a file, if any came. */
  end(): void;
}

/** Of streamed sound, which is always plain samples. */
const samplesPerSecond = 24_000;

/** What the first bytes of a file with a head look like in base64: WAV, MP3 (two ways), FLAC, Ogg. */
const heads: readonly (readonly [start: string, mediaType: string])[] = [
  ['UklGR', 'audio/wav'],
  ['SUQz', 'audio/mpeg'],
  ['//', 'audio/mpeg'],
  ['ZkxhQ', 'audio/flac'],
  ['T2dnUw', 'audio/ogg'],
];

/** Each piece is base64 of its own, padding included. Beyond what a file may be, the rest is left out. */
export function createSoundReader(parts: PartWriter): SoundReader {
  let pieces: Buffer[] = [];
  let bytes = 0;
  return {
    read(audio) {
      const piece = Buffer.from(asText(audio['data']) ?? '', 'base64');
      bytes += piece.length;
      if (piece.length > 0 && bytes <= limits.fileBytes) pieces.push(piece);
      return asText(audio['transcript']) ?? '';
    },
    end() {
      const base64 = Buffer.concat(pieces).toString('base64');
      pieces = [];
      if (base64 === '') return;
      const known = heads.find(([start]) => base64.startsWith(start));
      parts.file(known ? { mediaType: known[1], base64 } : { mediaType: 'audio/wav', base64: wavOf(base64, samplesPerSecond) });
    },
  };
}
