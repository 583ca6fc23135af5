import type { Account, Grant } from '@parley/contracts';
import { ApiError } from './api-error.ts';
import { exclusively } from './exclusively.ts';

/** A token that lives shorter than this is renewed before it is used. */
const renewBefore = 60_000;

interface Kept {
  readonly token: string;
  /** On the clock of `now`. */
  readonly expiresAt: number;
}

interface Needs {
  /** Asks the server for a new grant with the cookie; rejects with an ApiError. */
  readonly refresh: () => Promise<Grant>;
  /** Milliseconds on a clock that does not jump. */
  readonly now: () => number;
  readonly onGrant: (account: Account) => void;
  /** The cookie is gone or refused: nothing but signing in helps. */
  readonly onRefused: () => void;
}

/**
 * Keeps the access token, in memory alone, and renews it: before it expires, once however many ask, one tab at a time.
 */
export function createSessionTokens({ refresh, now, onGrant, onRefused }: Needs) {
  let kept: Kept | undefined;
  let renewing: Promise<string> | undefined;
  let epoch = 0;

  const accept = (grant: Grant): string => {
    kept = { token: grant.accessToken, expiresAt: now() + grant.expiresIn };
    onGrant(grant.account);
    return grant.accessToken;
  };

  const renew = async (): Promise<string> => {
    const begun = epoch;
    try {
      const grant = await exclusively('parley.refresh', refresh);
      if (begun !== epoch) throw new ApiError('auth.required', { status: 401 });
      return accept(grant);
    } catch (error) {
      if (begun === epoch && error instanceof ApiError && error.status === 401) {
        kept = undefined;
        onRefused();
      }
      throw error;
    } finally {
      renewing = undefined;
    }
  };

  return {
    /** A token that is good for a while. Rejects with an ApiError: 401 when signing in is needed, `network.offline` when unreachable. */
    get: (): Promise<string> => {
      if (kept && kept.expiresAt - now() > renewBefore) return Promise.resolve(kept.token);
      return (renewing ??= renew());
    },
    /** Like `get`, but never `refused` again, the token that a server has just refused. */
    getOtherThan: (refused: string): Promise<string> => {
      if (kept && kept.token !== refused) return Promise.resolve(kept.token);
      return (renewing ??= renew());
    },
    accept,
    /** Forgets the token, and whatever a renewal under way may still bring. */
    drop: (): void => {
      epoch += 1;
      kept = undefined;
      renewing = undefined;
    },
    /** Milliseconds until `get` would renew; 0 without a token. */
    untilRenewal: (): number => (kept ? Math.max(0, kept.expiresAt - now() - renewBefore) : 0),
  };
}
