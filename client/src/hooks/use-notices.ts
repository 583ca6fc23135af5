import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';

/** What administrators should know of now; a hint of the server has it read again. */
const noticesQuery = queryOptions({ queryKey: ['notices'], queryFn: ({ signal }) => api.admin.notices({}, { signal }) });

/** Asked for only by administrators: others are refused. */
export const useNotices = (administrator: boolean) => useQuery({ ...noticesQuery, enabled: administrator });
