import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';

/** The endpoints of this account with their models. A hint of the `user` topic has it read again. */
export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: async ({ signal }) => (await api.endpoints.list({}, { signal })).endpoints,
});

export const useEndpoints = () => useQuery(endpointsQuery);
