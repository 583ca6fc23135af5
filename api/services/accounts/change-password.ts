import { assertThat, RequestError } from '@parley/contracts';
import type { Actor } from '../../strategies/types.ts';
import type { AccountDependencies } from './account-context.ts';
import { endSessions } from './end-sessions.ts';

/** Changes the password and ends every other session. Throws `account.password-refused` when the current one does not fit. */
export async function changePassword(
  accounts: AccountDependencies,
  actor: Actor,
  passwords: { readonly current: string; readonly next: string },
): Promise<void> {
  const key = `change-password:${actor.userId}`;
  const attempt = await accounts.rateLimit.take(key, accounts.budgets.signIn);
  if (!attempt.allowed) throw new RequestError('auth.throttled', { retryAfter: attempt.retryAfter });
  const user = await accounts.storage.getUser(actor.userId);
  assertThat(await accounts.passwords.verify(user?.passwordHash ?? null, passwords.current), 'account.password-refused');
  await accounts.rateLimit.reset(key);
  await accounts.storage.updateUser(actor.userId, { passwordHash: await accounts.passwords.hash(passwords.next) });
  await endSessions(accounts, actor.userId, actor.sessionId);
}
