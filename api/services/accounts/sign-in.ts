import { createHash } from 'node:crypto';
import { limits, RequestError, type Grant } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { presentAccount } from '../../presenters/present-account.ts';
import type { UserRow } from '../../storage/ports/users.ts';
import type { LocalCredentials } from '../../strategies/local.ts';
import type { AccountDependencies, Caller } from './account-context.ts';
import { newRefreshToken, type RefreshToken } from './refresh-token.ts';

export interface SignedIn {
  readonly grant: Grant;
  /** Goes into the cookie and nowhere else. */
  readonly refreshToken: string;
}

/** Failures one socket address may cause before it pauses: many people may share it, so it is far above one person's. */
const failuresPerAddress = { points: 100, perSeconds: 300 };

/** The budget's key: the mail address as typed, whether or not it exists, so that the answer is the same for both. */
const tryKey = (email: string): string =>
  `sign-in:${createHash('sha256').update(email.normalize('NFC').toLowerCase()).digest('base64url')}`;

/** An access token for a session. */
export async function grantFor(accounts: AccountDependencies, user: UserRow, sessionId: string): Promise<Grant> {
  const now = accounts.now();
  const accessToken = await accounts.jwt.issue({ userId: user.id, sessionId, role: user.role }, now);
  return { accessToken, expiresIn: limits.accessTokenLifetime, account: presentAccount(user) };
}

async function openSession(accounts: AccountDependencies, user: UserRow, refresh: RefreshToken, caller: Caller): Promise<string> {
  const now = accounts.now();
  const session = await accounts.storage.createSession({
    id: uuidv7(now),
    userId: user.id,
    refreshHash: refresh.hash,
    now,
    expiresAt: now + limits.refreshTokenLifetime,
    userAgent: caller.userAgent,
    address: caller.address,
    keepAtMost: limits.sessionsPerUser,
  });
  return session.id;
}

/**
 * Exchanges email and password for a session. Throws `auth.invalid-credentials` for an unknown address and for a wrong password alike, with
 * the tries left, and `auth.throttled` when there are none.
 */
export async function signIn(accounts: AccountDependencies, credentials: LocalCredentials, caller: Caller): Promise<SignedIn> {
  const { rateLimit, budgets } = accounts;
  const key = tryKey(credentials.email);
  const attempt = await rateLimit.take(key, budgets.signIn);
  if (!attempt.allowed) throw new RequestError('auth.throttled', { retryAfter: attempt.retryAfter });
  const place = await rateLimit.take(`sign-in-from:${caller.address}`, failuresPerAddress, 0);
  if (!place.allowed) throw new RequestError('auth.throttled', { retryAfter: place.retryAfter });

  const user = await accounts.local.authenticate(credentials);
  if (user === null) {
    await rateLimit.take(`sign-in-from:${caller.address}`, failuresPerAddress);
    throw new RequestError('auth.invalid-credentials');
  }
  await rateLimit.reset(key);
  const refresh = newRefreshToken();
  const sessionId = await openSession(accounts, user, refresh, caller);
  return { grant: await grantFor(accounts, user, sessionId), refreshToken: refresh.token };
}
