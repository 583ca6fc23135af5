import { assertThat } from '@parley/contracts';
import type { AccountDependencies } from './account-context.ts';
import { hashRefreshToken } from './refresh-token.ts';

/** Tells every node and connection that sessions are over, so that nothing waits for the next check. */
export function sessionEnded({ bus, forgetSession }: Pick<AccountDependencies, 'bus' | 'forgetSession'>, ids: readonly string[]): void {
  for (const id of ids) {
    forgetSession(id);
    bus.publish(`session:${id}`, { kind: 'session-ended' });
  }
}

/** Ends one session. Throws `session.not-found`, also for another person's. */
export async function endSession(accounts: AccountDependencies, userId: string, id: string): Promise<void> {
  assertThat(await accounts.storage.endSession(userId, id), 'session.not-found');
  sessionEnded(accounts, [id]);
}

/** Ends all sessions of an account but one. */
export async function endSessions(accounts: AccountDependencies, userId: string, exceptId?: string): Promise<void> {
  sessionEnded(accounts, await accounts.storage.endSessions(userId, exceptId));
}

/** Ends the session a refresh token belongs to; nothing happens when there is none. */
export async function signOut(accounts: AccountDependencies, presented: string | null): Promise<void> {
  if (presented === null) return;
  const ended = await accounts.storage.endSessionByRefresh(hashRefreshToken(presented));
  if (ended !== null) sessionEnded(accounts, [ended]);
}
