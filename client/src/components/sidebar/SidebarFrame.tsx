import '../../localization/errors-words.ts';
import '../../localization/sidebar-words.ts';
import { useEffect, useRef } from 'react';
import { usePhone } from '../../hooks/use-media-query.ts';
import { openDrawer, showSidebar, useLayout } from '../../stores/layout.ts';
import { t } from '../../localization/localization.ts';
import { ResizeHandle } from './ResizeHandle.tsx';
import { Sidebar } from './Sidebar.tsx';

/** The sidebar in its place: a column beside the chat, a drawer over it on phones. */
export function SidebarFrame() {
  const phone = usePhone();
  const { sidebarShown, drawerOpen } = useLayout();
  if (phone) return drawerOpen ? <Drawer /> : null;
  return sidebarShown ? <Column /> : null;
}

function Column() {
  const width = useLayout((state) => state.sidebarWidth);
  return (
    <nav
      aria-label={t('sidebar.name')}
      style={{ width: `${width / 16}rem` }}
      className="relative flex min-h-0 shrink-0 flex-col border-e border-line bg-panel"
    >
      <Sidebar onHide={() => showSidebar(false)} />
      <ResizeHandle />
    </nav>
  );
}

function Drawer() {
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus();
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) openDrawer(false);
    };
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('keydown', close);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div className="fixed inset-0 z-40">
      <div aria-hidden className="absolute inset-0 animate-appear bg-veil" onClick={() => openDrawer(false)} />
      <nav
        ref={drawer}
        tabIndex={-1}
        aria-label={t('sidebar.name')}
        className="absolute inset-y-0 start-0 flex w-[min(20rem,86vw)] animate-slide-in flex-col border-e border-line bg-panel shadow-raised outline-none"
      >
        <Sidebar onHide={() => openDrawer(false)} />
      </nav>
    </div>
  );
}
