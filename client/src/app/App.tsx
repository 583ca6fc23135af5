import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ToastHost } from '../components/ui/ToastHost.tsx';
import { TooltipHost } from '../components/ui/TooltipHost.tsx';
import { queryClient } from '../lib/query-client.ts';
import { router } from './router.tsx';

/** The whole client. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <ToastHost />
      <TooltipHost />
    </QueryClientProvider>
  );
}
