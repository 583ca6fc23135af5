import { useQuery } from '@tanstack/react-query';
import { useSession } from '../lib/session.ts';
import { termsQuery } from '../lib/terms-query.ts';
import { useInterface } from './use-interface.ts';

/** The operator's terms that this person has still to agree to; undefined: none, or nobody knows yet. */
export function useOpenTerms() {
  const { termsVersion } = useInterface();
  const signedIn = useSession((state) => state.status === 'signed-in');
  const { data } = useQuery({ ...termsQuery(termsVersion ?? ''), enabled: signedIn && termsVersion !== undefined });
  return termsVersion !== undefined && data?.acceptedAt === null ? data : undefined;
}
