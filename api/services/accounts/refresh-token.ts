import { createHash, randomBytes } from 'node:crypto';

export interface RefreshToken {
  readonly token: string;
  readonly hash: string;
}

/** SHA-256, hex. A random token of 256 bits needs no slow hash. */
export const hashRefreshToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export function newRefreshToken(): RefreshToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashRefreshToken(token) };
}
