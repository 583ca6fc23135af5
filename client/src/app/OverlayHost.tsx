import { lazy, Suspense } from 'react';
import { useOpenTerms } from '../hooks/use-terms.ts';
import { useWritingPause } from '../hooks/use-writing-pause.ts';
import { useSession } from '../lib/session.ts';
import { useShownPicture } from '../stores/shown-picture.ts';
import { useOverlays } from '../stores/overlays.ts';

const CommandPalette = lazy(async () => ({ default: (await import('../components/palette/CommandPalette.tsx')).CommandPalette }));
const PictureDialog = lazy(async () => ({ default: (await import('../components/chat/PictureDialog.tsx')).PictureDialog }));
const SettingsDialog = lazy(async () => ({ default: (await import('../components/settings/SettingsDialog.tsx')).SettingsDialog }));
const ShortcutsDialog = lazy(async () => ({ default: (await import('../components/shortcuts/ShortcutsDialog.tsx')).ShortcutsDialog }));
const SignInAgain = lazy(async () => ({ default: (await import('../components/auth/SignInAgain.tsx')).SignInAgain }));
const TermsDialog = lazy(async () => ({ default: (await import('../components/auth/TermsDialog.tsx')).TermsDialog }));

/** What lies over the page; each fetched when it is first wanted. */
export function OverlayHost() {
  const open = useOverlays((state) => state.open);
  const showsPicture = useShownPicture(({ pictures }) => pictures.length > 0);
  const asks = useWritingPause(useSession((state) => state.status === 'expired'));
  const terms = useOpenTerms();
  const asksForTerms = useWritingPause(terms !== undefined);
  return (
    <Suspense fallback={null}>
      {open === 'palette' ? <CommandPalette /> : null}
      {open === 'settings' ? <SettingsDialog /> : null}
      {open === 'shortcuts' ? <ShortcutsDialog /> : null}
      {showsPicture ? <PictureDialog /> : null}
      {terms && asksForTerms && !asks ? <TermsDialog key={terms.version} terms={terms} /> : null}
      {asks ? <SignInAgain /> : null}
    </Suspense>
  );
}
