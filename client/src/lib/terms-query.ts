import type { Terms } from '@parley/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from './api-client.ts';

const termsKey = 'terms';

/** What this person has to agree to, by its version. Another tab may have been quicker: it is looked at again when the window is. */
export const termsQuery = (version: string) =>
  queryOptions({
    queryKey: [termsKey, version],
    queryFn: async ({ signal }): Promise<Terms | null> => (await api.account.terms({}, { signal })).terms,
    refetchOnWindowFocus: 'always',
  });
