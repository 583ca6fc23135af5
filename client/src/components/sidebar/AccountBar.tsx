import type { Account } from '@parley/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Archive, Keyboard, LogOut, Settings, Trash2 } from 'lucide-react';
import { sentenceOf } from '../../lib/explain-error.ts';
import { signOut } from '../../lib/session.ts';
import { printKeys, shortcuts } from '../../lib/shortcuts.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { openDrawer } from '../../stores/layout.ts';
import { openOverlay } from '../../stores/overlays.ts';
import { IconButton } from '../ui/IconButton.tsx';
import type { MenuItem } from '../ui/menu-item.ts';
import { MenuButton } from '../ui/MenuButton.tsx';
import { initialsOf } from './initials.ts';

/** Who is signed in, at the foot of the sidebar, with everything that is about them. */
export function AccountBar({ account }: { account: Account }) {
  const navigate = useNavigate();
  const go = (to: '/bin' | '/archived'): void => {
    openDrawer(false);
    void navigate({ to });
  };
  const items = (): readonly MenuItem[] => [
    {
      label: t('account.settings'),
      icon: <Settings aria-hidden />,
      keys: printKeys(shortcuts.settings),
      onSelect: () => openOverlay('settings'),
    },
    { label: t('account.archived'), icon: <Archive aria-hidden />, onSelect: () => go('/archived') },
    { label: t('account.bin'), icon: <Trash2 aria-hidden />, onSelect: () => go('/bin') },
    {
      label: t('account.shortcuts'),
      icon: <Keyboard aria-hidden />,
      keys: printKeys(shortcuts.help),
      onSelect: () => openOverlay('shortcuts'),
    },
    {
      label: t('account.signOut'),
      icon: <LogOut aria-hidden />,
      apart: true,
      onSelect: () => void signOut().catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' })),
    },
  ];
  return (
    <div className="flex items-center gap-1 border-t border-line p-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]">
      <span className="grid min-w-0 flex-1">
        <MenuButton
          label={t('account.menu', { name: account.name })}
          items={items}
          side="top"
          align="start"
          renderButton={(trigger) => (
            <button
              type="button"
              aria-label={t('account.menu', { name: account.name })}
              className="flex min-h-9 w-full min-w-0 items-center gap-2.5 rounded-m pe-2 text-start transition-colors hover:bg-tint aria-expanded:bg-tint pointer-coarse:min-h-11"
              {...trigger}
            >
              <span
                aria-hidden
                data-letters={initialsOf(account.name)}
                className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.75rem] font-bold text-accent before:content-[attr(data-letters)]"
              />
              <span dir="auto" className="truncate">
                {account.name}
              </span>
            </button>
          )}
        />
      </span>
      <IconButton label={t('account.settings')} keys={printKeys(shortcuts.settings)} onClick={() => openOverlay('settings')}>
        <Settings aria-hidden />
      </IconButton>
    </div>
  );
}
