import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';

/** What the server says of itself before anyone is signed in. */
export const configQuery = queryOptions({ queryKey: ['config'], queryFn: ({ signal }) => api.system.config({}, { signal }) });

export const useConfig = () => useQuery(configQuery);
