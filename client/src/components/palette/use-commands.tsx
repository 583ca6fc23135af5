import type { ModelRef } from '@parley/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Archive, Keyboard, LogOut, Moon, PanelLeft, Search, Settings, PenLine, Sun, SunMoon, Trash2 } from 'lucide-react';
import { useIsAdministrator } from '../../hooks/use-is-administrator.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { signOut } from '../../lib/session.ts';
import { printKeys, shortcuts } from '../../lib/shortcuts.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { showSidebar, useLayout } from '../../stores/layout.ts';
import { openOverlay, type SettingsSection } from '../../stores/overlays.ts';
import { askToSearch } from '../../stores/sidebar-search.ts';
import { rememberModel } from '../../stores/chosen-model.ts';
import { setAppearance } from '../../theme/appearance.ts';
import type { AppCommand } from './find-commands.tsx';

const settingsSections: readonly SettingsSection[] = ['account', 'keys', 'programs', 'usage', 'appearance', 'sessions', 'about'];
const administratorSections: readonly SettingsSection[] = ['budgets', 'models'];

export function useOpenChat(): (conversationId: string) => void {
  const navigate = useNavigate();
  return (conversationId) => void navigate({ to: '/c/$conversationId', params: { conversationId } });
}

/** Begins a new chat with a model. */
export function useStartWith(): (model: ModelRef) => void {
  const navigate = useNavigate();
  return (model) => {
    rememberModel(model);
    void navigate({ to: '/' });
  };
}

/** Everything that can be done from anywhere. */
export function useCommands(): readonly AppCommand[] {
  const navigate = useNavigate();
  const administrator = useIsAdministrator();
  const section = (name: SettingsSection): AppCommand => ({
    id: `settings-${name}`,
    label: `${t('palette.settings')}: ${t(`settings.section.${name}`)}`,
    icon: <Settings aria-hidden />,
    run: () => openOverlay('settings', name),
  });
  return [
    {
      id: 'new-chat',
      label: t('palette.newChat'),
      icon: <PenLine aria-hidden />,
      keys: printKeys(shortcuts.newChat),
      usual: true,
      run: () => void navigate({ to: '/' }),
    },
    {
      id: 'search',
      label: t('palette.search.chats'),
      icon: <Search aria-hidden />,
      keys: printKeys(shortcuts.search),
      usual: true,
      run: () => {
        showSidebar(true);
        // The palette gives the focus back as it closes; the field takes it after that.
        setTimeout(askToSearch, 50);
      },
    },
    {
      id: 'sidebar',
      label: t('palette.toggleSidebar'),
      icon: <PanelLeft aria-hidden />,
      keys: printKeys(shortcuts.sidebar),
      run: () => showSidebar(!useLayout.getState().sidebarShown),
    },
    {
      id: 'settings',
      label: t('settings.title'),
      icon: <Settings aria-hidden />,
      keys: printKeys(shortcuts.settings),
      usual: true,
      run: () => openOverlay('settings'),
    },
    ...settingsSections.map(section),
    ...(administrator ? administratorSections.map(section) : []),
    { id: 'archived', label: t('palette.archived'), icon: <Archive aria-hidden />, run: () => void navigate({ to: '/archived' }) },
    { id: 'bin', label: t('palette.bin'), icon: <Trash2 aria-hidden />, run: () => void navigate({ to: '/bin' }) },
    { id: 'light', label: t('palette.light'), icon: <Sun aria-hidden />, run: () => setAppearance({ theme: 'light' }) },
    { id: 'dark', label: t('palette.dark'), icon: <Moon aria-hidden />, run: () => setAppearance({ theme: 'dark' }) },
    { id: 'system', label: t('palette.system'), icon: <SunMoon aria-hidden />, run: () => setAppearance({ theme: 'system' }) },
    {
      id: 'shortcuts',
      label: t('palette.shortcuts'),
      icon: <Keyboard aria-hidden />,
      keys: printKeys(shortcuts.help),
      run: () => openOverlay('shortcuts'),
    },
    {
      id: 'sign-out',
      label: t('palette.signOut'),
      icon: <LogOut aria-hidden />,
      run: () => void signOut().catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' })),
    },
  ];
}
