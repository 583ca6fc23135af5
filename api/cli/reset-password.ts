import type { Context } from '../context.ts';

/** Prints the new password once; it is kept nowhere else. Throws when the address has no account. */
export async function resetPassword({ services }: Context, email: string): Promise<void> {
  const password = await services.accounts.resetPassword(email);
  if (password === null) throw new Error(`There is no account with the address ${email}.`);
  console.log(`The new password of ${email} is ${password}`);
}
