import { assertThat, RequestError, type Terms } from '@parley/contracts';
import type { UserRow, UserStore } from '../../storage/ports/users.ts';

export interface TermsDependencies {
  readonly storage: Pick<UserStore, 'getUser' | 'updateUser'>;
  /** Of now: a changed file replaces them. Null: nobody has to agree to anything. */
  readonly terms: () => Omit<Terms, 'acceptedAt'> | null;
  readonly now: () => number;
}

/** The operator's terms and who agreed to them. Nobody who did not is let to a model. */
export interface TermsService {
  /** With when this person agreed to them; null where there are none. */
  of(userId: string): Promise<Terms | null>;
  /** Throws `terms.changed` when the version is not that of now. Doing it twice keeps the first time. */
  accept(userId: string, version: string): Promise<Terms | null>;
  /** Throws `terms.not-accepted`. Reads nothing where there are no terms. */
  assertAccepted(userId: string): Promise<void>;
}

export function createTermsService({ storage, terms, now }: TermsDependencies): TermsService {
  const acceptedAt = (user: UserRow | null, version: string): number | null => (user?.terms?.version === version ? user.terms.at : null);
  async function of(userId: string): Promise<Terms | null> {
    const asked = terms();
    return asked && { ...asked, acceptedAt: acceptedAt(await storage.getUser(userId), asked.version) };
  }
  return {
    of,
    async accept(userId, version) {
      const asked = await of(userId);
      if (asked?.version !== version) throw new RequestError('terms.changed');
      if (asked.acceptedAt !== null) return asked;
      const user = await storage.updateUser(userId, { terms: { version, at: now() } });
      assertThat(user, 'auth.session-revoked');
      return { ...asked, acceptedAt: acceptedAt(user, version) };
    },
    async assertAccepted(userId) {
      const asked = terms();
      if (asked === null) return;
      assertThat(acceptedAt(await storage.getUser(userId), asked.version) !== null, 'terms.not-accepted');
    },
  };
}
