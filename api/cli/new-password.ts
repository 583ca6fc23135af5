import type { Config } from '../config/config.ts';
import type { Context } from '../context.ts';
import { callControl } from '../control/call-control.ts';
import { resetPassword } from '../control/reset-password.ts';

type WithContext = <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;

/**
 * Prints the new password once; it is kept nowhere else. The server sets it where one runs, else the stores are opened for it. Throws
 * when the address has no account.
 */
export async function newPassword(config: Config, email: string, withContext: WithContext): Promise<void> {
  const asked = await callControl(config.dataDir, { command: 'user.password', email });
  const { password } = asked ?? (await withContext(({ services }) => resetPassword(services.accounts, email)));
  console.log(`The new password of ${email} is ${password}`);
}
