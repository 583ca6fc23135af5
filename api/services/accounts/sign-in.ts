import { limits, RequestError, type Grant } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { presentAccount } from '../../presenters/present-account.ts';
import type { UserRow } from '../../storage/ports/users.ts';
import type { LocalCredentials } from '../../strategies/local.ts';
import type { AccountDependencies, Caller } from './account-context.ts';
import { newRefreshToken, type RefreshToken } from './refresh-token.ts';
import { takeTry } from './sign-in-tries.ts';

export interface SignedIn {
  readonly grant: Grant;
  /** Goes into the cookie and nowhere else. */
  readonly refreshToken: string;
}

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
 * Exchanges email and password for a session. Throws `auth.invalid-credentials` for an unknown address and for a wrong password alike, and
 * `auth.throttled` when there were too many tries.
 */
export async function signIn(accounts: AccountDependencies, credentials: LocalCredentials, caller: Caller): Promise<SignedIn> {
  const forgiveTries = await takeTry(accounts, credentials.email, caller.address);
  const user = await accounts.local.authenticate(credentials);
  if (user === null) throw new RequestError('auth.invalid-credentials');
  await forgiveTries();
  const refresh = newRefreshToken();
  const sessionId = await openSession(accounts, user, refresh, caller);
  return { grant: await grantFor(accounts, user, sessionId), refreshToken: refresh.token };
}
