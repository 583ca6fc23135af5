import { Outlet } from '@tanstack/react-router';

/** What every page has around it. */
export function RootLayout() {
  return <Outlet />;
}
