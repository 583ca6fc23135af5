import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { SidebarPlace } from '../components/shell/SidebarPlace.tsx';
import { Banners } from '../components/shell/Banners.tsx';
import { ShellSkeleton } from '../components/shell/ShellSkeleton.tsx';
import { ShowSidebar } from '../components/shell/ShowSidebar.tsx';
import { useConfig } from '../hooks/use-config.ts';
import { createPart } from '../lib/create-part.ts';
import { useSession, wasSignedIn } from '../lib/session.ts';
import { OverlayHost } from './OverlayHost.tsx';
import { UnreachablePage } from './UnreachablePage.tsx';
import { useAppShortcuts } from './use-app-shortcuts.ts';
import { useLiveUpdates } from './use-live-updates.ts';
import { useLayout } from '../stores/layout.ts';
import { usePhone } from '../hooks/use-media-query.ts';
import { t } from '../localization/localization.ts';

/** On its way together with the question who this is, and apart, so that the composer does not wait for the list of chats. */
const sidebarPart = createPart(() => import('../components/sidebar/SidebarFrame.tsx'));
sidebarPart.preload();

/** The shell around everything that needs an account: who is not signed in is led to the door. */
export function AppLayout() {
  const status = useSession((state) => state.status);
  const failure = useSession((state) => state.failure);
  if (status === 'signed-out') return <ToTheDoor />;
  if (status === 'unknown') return failure ? <UnreachablePage error={failure} /> : wasSignedIn() ? <ShellSkeleton /> : null;
  return <Shell />;
}

/** Where one comes in: registering when there is no account yet, else signing in; and back to here afterwards. */
function ToTheDoor() {
  const navigate = useNavigate();
  // Where the visit began: the location itself changes while this navigates away from it.
  const [from] = useState(() => location.pathname + location.search);
  const config = useConfig();
  const door = config.data?.registration.first ? '/register' : '/sign-in';
  useEffect(() => {
    if (!config.isPending) void navigate({ to: door, search: from === '/' ? {} : { redirect: from }, replace: true });
  }, [navigate, config.isPending, door, from]);
  return null;
}

function Shell() {
  const sidebar = sidebarPart.usePart();
  useAppShortcuts();
  useLiveUpdates();
  const phone = usePhone();
  const { sidebarShown, drawerOpen } = useLayout();
  const toggle = phone || !sidebarShown;
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('main textarea, main [tabindex], main a, main button')?.focus();
        }}
        className="floating absolute start-3 top-3 z-80 -translate-y-20 px-3.5 py-2 font-medium focus:translate-y-0"
      >
        {t('page.skip')}
      </a>
      <Banners />
      <div className="flex min-h-0 flex-1">
        {sidebar ? <sidebar.SidebarFrame /> : <SidebarPlace />}
        <div
          inert={phone && drawerOpen}
          data-toggle={toggle || undefined}
          className="group/page relative flex min-h-0 min-w-0 flex-1 flex-col [--header-start:0rem] data-toggle:[--header-start:2.5rem] *:min-h-0 [&>main]:flex-1"
        >
          {toggle ? <ShowSidebar phone={phone} /> : null}
          <Outlet />
        </div>
      </div>
      <OverlayHost />
    </div>
  );
}
