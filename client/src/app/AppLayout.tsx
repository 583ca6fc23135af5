import { Outlet } from '@tanstack/react-router';

/** The shell around everything that needs an account. */
export function AppLayout() {
  return <Outlet />;
}
