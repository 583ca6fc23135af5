import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';

/** The endpoints of this account with their models. A hint of the `user` topic has it read again. */
export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: async ({ signal }) => (await api.endpoints.list({}, { signal })).endpoints,
});

export const useEndpoints = () => useQuery(endpointsQuery);

/** Has the server ask the endpoints themselves again, rather than say what it remembers. Rejects as the request does. */
export async function refreshEndpoints(client: QueryClient): Promise<void> {
  const { endpoints } = await api.endpoints.list({ query: { fresh: 'true' } });
  client.setQueryData(endpointsQuery.queryKey, endpoints);
}
