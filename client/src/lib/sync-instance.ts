import { api } from './api-client.ts';
import { queryClient } from './query-client.ts';
import { createSync } from './sync.ts';

/** The one that keeps this page's cache. */
export const sync = createSync({ client: queryClient, fetchChanges: (since) => api.conversations.sync({ query: { since } }) });
