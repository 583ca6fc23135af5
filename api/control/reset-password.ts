import type { Services } from '../services/services.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';

/** Gives an account a new random password and ends its sessions. Throws a sentence when the address has no account. */
export async function resetPassword(accounts: Services['accounts'], email: string): Promise<{ password: string }> {
  const password = await accounts.resetPassword(email);
  if (password === null) throw new OperatorError(`There is no account with the address ${email}.`);
  return { password };
}
