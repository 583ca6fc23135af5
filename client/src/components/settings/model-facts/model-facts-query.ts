import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';

/** What administrators said of models, by name; for administrators. */
export const overridesQuery = queryOptions({
  queryKey: ['model-overrides'],
  queryFn: async ({ signal }) => (await api.usage.listModels({}, { signal })).models,
  staleTime: 0,
});

/** What models showed when they were last asked; for administrators. */
export const probesQuery = queryOptions({
  queryKey: ['probes'],
  queryFn: async ({ signal }) => (await api.admin.listProbes({}, { signal })).probes,
  staleTime: 0,
});
