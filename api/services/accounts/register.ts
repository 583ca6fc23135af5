import { timingSafeEqual } from 'node:crypto';
import { assertThat, RequestError } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { addressGroup } from '../../policies/address-group.ts';
import type { AccountDependencies, Caller } from './account-context.ts';

export interface Registration {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
}

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/**
 * Makes an account, the first of an installation as administrator. Says nothing about whether the address had one: the answer and the work are
 * the same. Throws `auth.registration-closed`, `auth.domain-refused`, `auth.code-refused`, `auth.throttled`, none of which depends on whether the address has an account.
 */
export async function register(accounts: AccountDependencies, registration: Registration, caller: Caller): Promise<void> {
  const { allowed, retryAfter } = await accounts.rateLimit.take(`register:${addressGroup(caller.address)}`, accounts.budgets.register);
  if (!allowed) throw new RequestError('auth.throttled', { retryAfter });
  const first = (await accounts.storage.countUsers()) === 0;
  assertThat(first || accounts.registrationOpen, 'auth.registration-closed');
  const domains = accounts.allowedDomains();
  assertThat(domains === null || domains.includes(domainOf(registration.email)), 'auth.domain-refused');
  if (first && accounts.firstCode !== null) assertThat(sameText(registration.code ?? '', accounts.firstCode), 'auth.code-refused');
  const now = accounts.now();
  const outcome = await accounts.storage.createUser({
    id: uuidv7(now),
    email: registration.email,
    name: registration.name,
    passwordHash: await accounts.passwords.hash(registration.password),
    now,
    // Whoever claims an installation with its code claims it once; a closed one has no second chance either.
    onlyFirst: first && (accounts.firstCode !== null || !accounts.registrationOpen),
  });
  if (outcome === 'not-first') throw new RequestError(accounts.registrationOpen ? 'auth.code-refused' : 'auth.registration-closed');
}
