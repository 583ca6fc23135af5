import { createHash } from 'node:crypto';
import { RequestError } from '@parley/contracts';
import { addressGroup } from '../../policies/address-group.ts';
import type { AccountDependencies } from './account-context.ts';

/**
 * How often a mail address may be tried from everywhere together, as a multiple of what one place may: enough that a stranger at one place does not
 * lock its owner out, few enough that many places together guess nothing.
 */
const placesPerMail = 10;

/** Tries of one place before it is doubted: many people may share it, so it is far above one person's. */
const triesPerPlace = { points: 300, perSeconds: 300 };
/** What a doubted place keeps for each mail address: neighbours who type their password right still come in. */
const oneEach = { points: 1, perSeconds: 300 };

/** The mail address as typed, whether or not it exists, so that the answer is the same for both. */
const digest = (email: string): string => createHash('sha256').update(email.normalize('NFC').toLowerCase()).digest('base64url');

/**
 * Counts a try to sign in, before the password is looked at. Throws `auth.throttled` when there were too many. Call what it answers when the
 * password was right: it gives the mail address its tries back.
 */
export async function takeTry(
  { rateLimit, budgets }: Pick<AccountDependencies, 'rateLimit' | 'budgets'>,
  email: string,
  address: string,
): Promise<() => Promise<void>> {
  const take = async (key: string, budget: { readonly points: number; readonly perSeconds: number }): Promise<void> => {
    const { allowed, retryAfter } = await rateLimit.take(key, budget);
    if (!allowed) throw new RequestError('auth.throttled', { retryAfter });
  };
  const mail = digest(email);
  const place = addressGroup(address);
  const keys = { here: `sign-in:${mail}:${place}`, anywhere: `sign-in:${mail}`, once: `sign-in-once:${mail}:${place}` };

  await take(keys.here, budgets.signIn);
  await take(keys.anywhere, { ...budgets.signIn, points: budgets.signIn.points * placesPerMail });
  const doubted = !(await rateLimit.take(`sign-in-from:${place}`, triesPerPlace)).allowed;
  if (doubted) await take(keys.once, oneEach);

  return async () => void (await Promise.all(Object.values(keys).map((key) => rateLimit.reset(key))));
}
