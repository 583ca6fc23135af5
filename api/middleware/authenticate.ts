import { limits, RequestError } from '@parley/contracts';
import type { Actor } from '../strategies/types.ts';
import type { TokenIdentity } from '../strategies/jwt.ts';

export interface AuthenticatorNeeds {
  /** Checks signature, audience and time. */
  readonly verifyToken: (token: string) => Promise<TokenIdentity | 'expired' | null>;
  /** Whether the session still stands in the store. */
  readonly sessionAlive: (sessionId: string) => Promise<boolean>;
  readonly now: () => number;
}

export interface Authenticator {
  /** Throws `auth.required`, `auth.expired` or `auth.session-revoked`. */
  authenticate(token: string | null): Promise<TokenIdentity>;
  sessionAlive(actor: Actor): Promise<boolean>;
  /** Forgets what is remembered of a session: it has just ended. */
  forget(sessionId: string): void;
}

const remembered = 10_000;

/** The one place that turns a bearer token into an actor. Every token names a session, which is looked up again at most 5 s later. */
export function createAuthenticator({ verifyToken, sessionAlive, now }: AuthenticatorNeeds): Authenticator {
  const checkedAt = new Map<string, number>();

  const alive = async (sessionId: string): Promise<boolean> => {
    const checked = checkedAt.get(sessionId);
    if (checked !== undefined && now() - checked < limits.sessionRecheckEvery) return true;
    checkedAt.delete(sessionId);
    if (!(await sessionAlive(sessionId))) return false;
    if (checkedAt.size >= remembered) checkedAt.delete(checkedAt.keys().next().value!);
    checkedAt.set(sessionId, now());
    return true;
  };

  return {
    authenticate: async (token) => {
      if (token === null) throw new RequestError('auth.required');
      const identity = await verifyToken(token);
      if (identity === null) throw new RequestError('auth.required');
      if (identity === 'expired') throw new RequestError('auth.expired');
      if (!(await alive(identity.actor.sessionId))) throw new RequestError('auth.session-revoked');
      return identity;
    },
    sessionAlive: (actor) => alive(actor.sessionId),
    forget: (sessionId) => void checkedAt.delete(sessionId),
  };
}

/** The bearer token of a header (RFC 6750), or null. Tokens are taken from nowhere else: not from cookies, not from addresses. */
export function bearerToken(header: string | undefined): string | null {
  const token = header === undefined ? undefined : /^Bearer ([\w.~+/-]{1,4096}=*)$/i.exec(header)?.[1];
  return token ?? null;
}
