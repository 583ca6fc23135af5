import { assertThat } from '@parley/contracts';
import type { SessionRow } from '../../storage/ports/sessions.ts';
import type { UserRow } from '../../storage/ports/users.ts';
import type { LocalCredentials } from '../../strategies/local.ts';
import type { Actor } from '../../strategies/types.ts';
import type { AccountDependencies, Caller } from './account-context.ts';
import { changePassword } from './change-password.ts';
import { endSession, endSessions, signOut } from './end-sessions.ts';
import { refresh } from './refresh.ts';
import { register, type Registration } from './register.ts';
import { resetPassword } from './reset-password.ts';
import { signIn, type SignedIn } from './sign-in.ts';

/** Accounts and their sessions. */
export interface AccountService {
  register(registration: Registration, caller: Caller): Promise<void>;
  signIn(credentials: LocalCredentials, caller: Caller): Promise<SignedIn>;
  refresh(presented: string | null): Promise<SignedIn>;
  signOut(presented: string | null): Promise<void>;
  signOutEverywhere(actor: Actor): Promise<void>;
  sessions(actor: Actor): Promise<SessionRow[]>;
  endSession(actor: Actor, id: string): Promise<void>;
  get(actor: Actor): Promise<UserRow>;
  rename(actor: Actor, name: string): Promise<UserRow>;
  changePassword(actor: Actor, passwords: { readonly current: string; readonly next: string }): Promise<void>;
  /** For administrators: the first accounts in whose name or email a text occurs. */
  find(text: string): Promise<UserRow[]>;
  /** For the operator: a new random password, all sessions ended; null when there is no such account. */
  resetPassword(email: string): Promise<string | null>;
  /** Whether an account exists, and whether another may be made. */
  registration(): Promise<{ readonly open: boolean; readonly first: boolean; readonly codeNeeded: boolean }>;
}

/** A list to choose from holds so many people. */
const mostFound = 20;

export function createAccountService(accounts: AccountDependencies): AccountService {
  const { storage } = accounts;
  const present = (user: UserRow | null): UserRow => {
    assertThat(user, 'auth.session-revoked');
    return user;
  };
  return {
    register: (registration, caller) => register(accounts, registration, caller),
    signIn: (credentials, caller) => signIn(accounts, credentials, caller),
    refresh: (presented) => refresh(accounts, presented),
    signOut: (presented) => signOut(accounts, presented),
    signOutEverywhere: (actor) => endSessions(accounts, actor.userId),
    sessions: (actor) => storage.listSessions(actor.userId),
    endSession: (actor, id) => endSession(accounts, actor.userId, id),
    get: async (actor) => present(await storage.getUser(actor.userId)),
    rename: async (actor, name) => present(await storage.updateUser(actor.userId, { name })),
    find: (text) => storage.findUsers({ text, limit: mostFound }),
    changePassword: (actor, passwords) => changePassword(accounts, actor, passwords),
    resetPassword: (email) => resetPassword(accounts, email),
    registration: async () => {
      const first = (await storage.countUsers()) === 0;
      return { open: first || accounts.registrationOpen, first, codeNeeded: first && accounts.firstCode !== null };
    },
  };
}
