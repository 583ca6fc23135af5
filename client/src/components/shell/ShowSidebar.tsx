import { Menu, PanelLeft } from 'lucide-react';
import { printKeys, shortcuts } from '../../lib/shortcuts.ts';
import { t } from '../../localization/localization.ts';
import { openDrawer, showSidebar } from '../../stores/layout.ts';
import { IconButton } from '../ui/IconButton.tsx';

/**
 * Brings the sidebar back. It lies over the start of the page's header, which leaves room for it: `--header-start` is its width while
 * it is there, else 0.
 */
export function ShowSidebar({ phone }: { phone: boolean }) {
  return (
    <IconButton
      label={t('sidebar.show')}
      keys={printKeys(shortcuts.sidebar)}
      className="absolute! start-2 top-1 z-20 desk:start-3 desk:top-3"
      onClick={() => (phone ? openDrawer(true) : showSidebar(true))}
    >
      {phone ? <Menu aria-hidden className="rtl:-scale-x-100" /> : <PanelLeft aria-hidden className="rtl:-scale-x-100" />}
    </IconButton>
  );
}
