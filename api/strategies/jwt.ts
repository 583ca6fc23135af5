// By their parts: the whole library is thirty modules that a start need not wait for.
import { JOSEError, JWTExpired } from 'jose/errors';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import { limits, roleSchema } from '@parley/contracts';
import type { Actor, AuthStrategy } from './types.ts';

/** What an access token proves by itself; whether its session still lives is asked apart. */
export interface TokenIdentity {
  readonly actor: Actor;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface JwtStrategy extends AuthStrategy<string, TokenIdentity | 'expired'> {
  issue(actor: Actor, now: number): Promise<string>;
}

const claims = { issuer: 'parley', audience: 'parley:api' } as const;
const algorithm = 'HS256';
const remembered = 10_000;

/**
 * Access tokens: JWT (RFC 7519) signed with HS256, bound to issuer and audience, valid for 15 minutes. A verified token is remembered until it
 * expires, so that the signature is checked once and not at every request.
 */
export function createJwtStrategy(secret: Uint8Array, now: () => number): JwtStrategy {
  const verified = new Map<string, TokenIdentity>();

  const remember = (token: string, identity: TokenIdentity): void => {
    if (verified.size >= remembered) verified.delete(verified.keys().next().value!);
    verified.set(token, identity);
  };

  const verify = async (token: string): Promise<TokenIdentity | 'expired' | null> => {
    try {
      const { payload } = await jwtVerify(token, secret, { ...claims, algorithms: [algorithm], currentDate: new Date(now()) });
      const role = roleSchema.safeParse(payload['role']);
      if (typeof payload.sub !== 'string' || typeof payload['sid'] !== 'string' || payload.exp === undefined || !role.success) return null;
      return { actor: { userId: payload.sub, sessionId: payload['sid'], role: role.data }, expiresAt: payload.exp * 1_000 };
    } catch (error) {
      if (error instanceof JWTExpired) return 'expired';
      if (error instanceof JOSEError) return null;
      throw error;
    }
  };

  return {
    name: 'jwt',
    issue: ({ userId, sessionId, role }, at) =>
      new SignJWT({ sid: sessionId, role })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(claims.issuer)
        .setAudience(claims.audience)
        .setSubject(userId)
        .setIssuedAt(Math.floor(at / 1_000))
        .setExpirationTime(Math.floor((at + limits.accessTokenLifetime) / 1_000))
        .sign(secret),
    authenticate: async (token) => {
      const known = verified.get(token);
      if (known) {
        if (known.expiresAt > now()) return known;
        verified.delete(token);
        return 'expired';
      }
      const identity = await verify(token);
      if (identity !== null && identity !== 'expired') remember(token, identity);
      return identity;
    },
  };
}
