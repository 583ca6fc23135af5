import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { focusComposer } from '../lib/focus-composer.ts';
import { isPressed, isWriting, shortcuts, type Shortcut } from '../lib/shortcuts.ts';
import { openDrawer, showSidebar, useLayout } from '../stores/layout.ts';
import { closeOverlay, openOverlay, useOverlays } from '../stores/overlays.ts';
import { askToSearch } from '../stores/sidebar-search.ts';

const onPhone = (): boolean => window.matchMedia('(max-width: 760px)').matches;

function toggleSidebar(): void {
  const { sidebarShown, drawerOpen } = useLayout.getState();
  if (onPhone()) openDrawer(!drawerOpen);
  else showSidebar(!sidebarShown);
}

function search(): void {
  closeOverlay();
  if (onPhone()) openDrawer(true);
  else showSidebar(true);
  askToSearch();
}

/** The keys that work everywhere. */
export function useAppShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const actions: Record<Shortcut, () => void> = {
      palette: () => (useOverlays.getState().open === 'palette' ? closeOverlay() : openOverlay('palette')),
      newChat: () => {
        closeOverlay();
        void navigate({ to: '/' });
      },
      search,
      sidebar: toggleSidebar,
      settings: () => openOverlay('settings'),
      help: () => openOverlay('shortcuts'),
      focusComposer,
    };
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const found = Object.entries(shortcuts).find(([, keys]) => isPressed(event, keys)) as [Shortcut, readonly string[]] | undefined;
      if (!found) return;
      const [name, keys] = found;
      if (keys.length === 1 && (isWriting(event.target) || useOverlays.getState().open)) return;
      event.preventDefault();
      actions[name]();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate]);
}
