import type { Role } from '@parley/contracts';

export interface UserRow {
  readonly id: string;
  /** As the person wrote it. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  /** Argon2id in PHC string form. */
  readonly passwordHash: string;
  /** What the person agreed to last; null: to nothing yet. */
  readonly terms: AcceptedTerms | null;
}

/** That a person agreed to the operator's terms. */
export interface AcceptedTerms {
  /** Names the text: the hash of it. */
  readonly version: string;
  readonly at: number;
}

export interface UserChange {
  readonly name?: string;
  readonly passwordHash?: string;
  readonly terms?: AcceptedTerms;
}

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly now: number;
  /** Refuse unless no account exists yet: claiming a fresh installation. */
  readonly onlyFirst: boolean;
}

export interface UserQuery {
  readonly text: string;
  readonly role?: Role;
  readonly limit: number;
}

/** Accounts. Emails are compared case-insensitively after Unicode NFC; two accounts never share one. */
export interface UserStore {
  /**
   * Creates an account in one atomic write; the first of an installation becomes the administrator, all later ones members.
   * `taken`: the email exists; finding that out costs a write and a time like those of a new account. `not-first`: `onlyFirst`
   * was asked and an account exists. In a race exactly one caller is first.
   */
  createUser(user: NewUser): Promise<UserRow | 'taken' | 'not-first'>;
  /** Null when there is none. */
  findUserByEmail(email: string): Promise<UserRow | null>;
  /** Null when there is none. */
  getUser(id: string): Promise<UserRow | null>;
  /** Those of these accounts that are there, each once, in no order. */
  getUsers(ids: readonly string[]): Promise<UserRow[]>;
  /** Null when there is none. */
  updateUser(id: string, change: UserChange): Promise<UserRow | null>;
  countUsers(): Promise<number>;
  /**
   * Accounts in whose name or email the text occurs, in any case and composition, in the order they were made; all of them for an empty one. Walks the
   * accounts page by page, so it is for administrators and operators alone.
   */
  findUsers(query: UserQuery): Promise<UserRow[]>;
}
