import { queryOptions } from '@tanstack/react-query';
import { api } from './api-client.ts';

/** The person's presets and favourites. A hint of the `user` topic has them read again. */
export const presetsQuery = queryOptions({
  queryKey: ['presets'],
  queryFn: ({ signal }) => api.presets.list({}, { signal }),
});
