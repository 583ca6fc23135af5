import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const label = 'parley_';
const secretBytes = 32;
/** As many characters as 32 bytes take in base64url, and 4 bytes of checksum. */
const form = /^parley_([\w-]{43})([\w-]{6})$/;
const shown = label.length + 6;

function checksum(random: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(random));
  return bytes.toString('base64url');
}

export interface ApiKeySecret {
  /** What the person copies, once. */
  readonly secret: string;
  /** What it is known by afterwards. */
  readonly prefix: string;
  /** What is kept. */
  readonly hash: string;
}

/**
 * SHA-256, hex. A fast hash is right here: the secret is 256 random bits, so that there is nothing to guess, and a slow one would only cost every
 * request its time.
 */
export const hashApiKey = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new secret: a label by which scanners of leaked secrets know it, 256 random bits, and a checksum. */
export function createApiKeySecret(): ApiKeySecret {
  const random = randomBytes(secretBytes).toString('base64url');
  const secret = label + random + checksum(random);
  return { secret, prefix: secret.slice(0, shown), hash: hashApiKey(secret) };
}

/** Whether this can be a secret of ours at all: what is cut off or mistyped is refused without asking the store. */
export function looksLikeApiKey(text: string): boolean {
  const [, random, check] = form.exec(text) ?? [];
  return random !== undefined && checksum(random) === check;
}
