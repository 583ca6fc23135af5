import type { Bus, RateLimit } from '../../realtime/ports.ts';
import type { SessionStore } from '../../storage/ports/sessions.ts';
import type { UserRow, UserStore } from '../../storage/ports/users.ts';
import type { LocalCredentials } from '../../strategies/local.ts';
import type { PasswordHasher } from '../../strategies/password.ts';
import type { JwtStrategy } from '../../strategies/jwt.ts';
import type { AuthStrategy } from '../../strategies/types.ts';

interface Budget {
  readonly points: number;
  readonly perSeconds: number;
}

/** What accounts are made of. */
export interface AccountDependencies {
  readonly storage: UserStore & SessionStore;
  readonly bus: Bus;
  readonly rateLimit: RateLimit;
  readonly passwords: PasswordHasher;
  readonly local: AuthStrategy<LocalCredentials, UserRow>;
  readonly jwt: JwtStrategy;
  readonly now: () => number;
  /** Makes this process forget that it has seen a session alive. */
  readonly forgetSession: (sessionId: string) => void;
  /** Revokes all keys for programs of an account. */
  readonly revokeKeys: (userId: string) => Promise<void>;
  readonly registrationOpen: boolean;
  /** Domains of addresses that may register, in lower case, of now; null: any. */
  readonly allowedDomains: () => readonly string[] | null;
  /** The one-time code of the start line; null where the first registration needs none. */
  readonly firstCode: string | null;
  readonly budgets: {
    /** Tries per address of mail; a success gives them back. */
    readonly signIn: Budget;
    /** Registrations per socket address. */
    readonly register: Budget;
  };
}

/** Where a call came from, in plain values. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
}
