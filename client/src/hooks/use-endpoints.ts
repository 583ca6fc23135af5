import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';

/** The endpoints of this account with their models, and what the operator offers of them. A hint of the `user` topic has it read again. */
export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: ({ signal }) => api.endpoints.list({}, { signal }),
});

export const useEndpoints = () => useQuery({ ...endpointsQuery, select: ({ endpoints }) => endpoints });

export const useModelSpecs = () => useQuery({ ...endpointsQuery, select: ({ specs }) => specs }).data ?? null;

/** Has the server ask the endpoints themselves again, rather than say what it remembers. Rejects as the request does. */
export async function refreshEndpoints(client: QueryClient): Promise<void> {
  client.setQueryData(endpointsQuery.queryKey, await api.endpoints.list({ query: { fresh: 'true' } }));
}
