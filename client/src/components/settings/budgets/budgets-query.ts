import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';

/** What may be spent in a month and what was used of it; for administrators. */
export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: async ({ signal }) => (await api.usage.listBudgets({}, { signal })).budgets,
  staleTime: 0,
});

/** People in whose name or email a text occurs; for administrators. */
export const peopleQuery = (text: string) =>
  queryOptions({
    queryKey: ['people', text],
    queryFn: async ({ signal }) => (await api.admin.people({ query: { text } }, { signal })).people,
    placeholderData: keepPreviousData,
  });
