import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';

/** The keys this person made for programs, newest first. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await api.apiKeys.list({}, { signal })).keys,
  staleTime: 0,
});
