import { randomBytes } from 'node:crypto';
import type { AccountDependencies } from './account-context.ts';
import { endSessions } from './end-sessions.ts';

/**
 * Gives an account a new random password and ends all its sessions and keys for programs: for the operator at the command line. Null when the address has no account.
 */
export async function resetPassword(accounts: AccountDependencies, email: string): Promise<string | null> {
  const user = await accounts.storage.findUserByEmail(email);
  if (user === null) return null;
  const password = randomBytes(12).toString('base64url');
  await accounts.storage.updateUser(user.id, { passwordHash: await accounts.passwords.hash(password) });
  await endSessions(accounts, user.id);
  await accounts.revokeKeys(user.id);
  return password;
}
