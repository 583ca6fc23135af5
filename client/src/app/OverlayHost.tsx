import { lazy, Suspense } from 'react';
import { useSession } from '../lib/session.ts';
import { useOverlays } from '../stores/overlays.ts';

const CommandPalette = lazy(async () => ({ default: (await import('../components/palette/CommandPalette.tsx')).CommandPalette }));
const SettingsDialog = lazy(async () => ({ default: (await import('../components/settings/SettingsDialog.tsx')).SettingsDialog }));
const ShortcutsDialog = lazy(async () => ({ default: (await import('../components/shortcuts/ShortcutsDialog.tsx')).ShortcutsDialog }));
const SignInAgain = lazy(async () => ({ default: (await import('../components/auth/SignInAgain.tsx')).SignInAgain }));

/** What lies over the page; each fetched when it is first wanted. */
export function OverlayHost() {
  const open = useOverlays((state) => state.open);
  const expired = useSession((state) => state.status === 'expired');
  return (
    <Suspense fallback={null}>
      {open === 'palette' ? <CommandPalette /> : null}
      {open === 'settings' ? <SettingsDialog /> : null}
      {open === 'shortcuts' ? <ShortcutsDialog /> : null}
      {expired ? <SignInAgain /> : null}
    </Suspense>
  );
}
