import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** What is worth asking again by itself: only what failed on the way or is said to pass, and only twice. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && error.retryable && error.status !== 429;
}

/** The cache of what the server said. Changes come as hints, so nothing is polled and nothing goes stale by the clock. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      retry: worthRetrying,
      refetchOnWindowFocus: false,
      // Requests run whatever the browser believes about the network: it is wrong about servers on this machine.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
