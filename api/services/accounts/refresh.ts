import { limits, RequestError } from '@parley/contracts';
import type { AccountDependencies } from './account-context.ts';
import { sessionEnded } from './end-sessions.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts';
import { grantFor, type SignedIn } from './sign-in.ts';

/**
 * Rotates a refresh token. The one before is accepted once more within a minute while its successor is unused: two tabs, or an answer that was
 * lost. Anything older ends the session, since somebody else may hold it. Throws `auth.refresh-refused`.
 */
export async function refresh(accounts: AccountDependencies, presented: string | null): Promise<SignedIn> {
  if (presented === null) throw new RequestError('auth.refresh-refused');
  const next = newRefreshToken();
  const now = accounts.now();
  const rotation = await accounts.storage.rotateRefresh({
    presentedHash: hashRefreshToken(presented),
    nextHash: next.hash,
    now,
    graceMs: limits.refreshGrace,
    expiresAt: now + limits.refreshTokenLifetime,
  });
  if (!('session' in rotation)) {
    if (rotation.outcome === 'reused') sessionEnded(accounts, [rotation.sessionId]);
    throw new RequestError('auth.refresh-refused');
  }
  const user = await accounts.storage.getUser(rotation.session.userId);
  if (user === null) throw new RequestError('auth.refresh-refused');
  return { grant: await grantFor(accounts, user, rotation.session.id), refreshToken: next.token };
}
