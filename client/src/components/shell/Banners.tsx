import { CloudOff, FileWarning, KeyRound, ShieldAlert, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useConfig } from '../../hooks/use-config.ts';
import { useNotices } from '../../hooks/use-notices.ts';
import { useIsAdministrator } from '../../hooks/use-is-administrator.ts';
import { useSession } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';
import { useConnection } from '../../stores/connection.ts';
import { IconButton } from '../ui/IconButton.tsx';

/** What concerns the whole page: the connection, and an operator's choice that an administrator should know of. */
export function Banners() {
  return (
    <>
      <InsecureBanner />
      <ConfigurationBanner />
      <ConnectionBanner />
    </>
  );
}

function InsecureBanner() {
  const insecure = useConfig().data?.insecure ?? false;
  const administrator = useIsAdministrator();
  const [dismissed, setDismissed] = useState(false);
  if (!insecure || !administrator || dismissed) return null;
  return (
    <div className="flex items-center gap-2.5 border-b border-line bg-tint px-4 py-1.5 text-small text-warn">
      <ShieldAlert aria-hidden className="size-4" />
      <p className="min-w-0 flex-1 py-0.5">{t('banner.insecure')}</p>
      <IconButton label={t('common.dismiss')} size="small" onClick={() => setDismissed(true)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** A changed file that was refused: it stays until the file is mended, since what an administrator wrote does not act. */
function ConfigurationBanner() {
  const administrator = useIsAdministrator();
  const refused = useNotices(administrator).data?.configuration ?? [];
  if (!administrator || refused.length === 0) return null;
  // Nodes mostly share a file: what several of them say is said once.
  const sentences = [...new Set(refused.flatMap((each) => each.sentences))];
  return (
    <div role="alert" className="flex items-start gap-2.5 border-b border-line bg-tint px-4 py-1.5 text-small text-warn">
      <FileWarning aria-hidden className="mt-1 size-4 shrink-0" />
      <div className="min-w-0 flex-1 py-0.5">
        <p>{t('banner.configuration')}</p>
        <ul
          tabIndex={0}
          aria-label={t('banner.configuration.where')}
          className="mt-0.5 max-h-32 overflow-auto font-code text-[.8rem]/relaxed break-words"
          dir="ltr"
        >
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** A short break is not worth a word; a reconnect is said only when it takes this long. */
const patience = 2_500;

function ConnectionBanner() {
  const status = useConnection((state) => state.status);
  const expired = useSession((state) => state.status === 'expired');
  const broken = status === 'offline' || status === 'connecting';
  return <output className="block">{expired ? <Expired /> : broken ? <Broken offline={status === 'offline'} /> : null}</output>;
}

/** The question who this is takes the focus, so it waits for a pause in writing; until then, and to who listens, this is said. */
function Expired() {
  return (
    <Floating>
      <KeyRound aria-hidden className="size-4 text-text-soft" />
      {t('auth.again.soon')}
    </Floating>
  );
}

function Broken({ offline }: { offline: boolean }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <Floating>
      <CloudOff aria-hidden className="size-4 text-text-soft" />
      {t(offline ? 'banner.offline' : 'banner.reconnecting')}
    </Floating>
  );
}

/** Lies over the page, so that nothing moves when it comes and goes. */
function Floating({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none fixed inset-x-3 top-14 z-40 flex justify-center">
      <p className="floating flex animate-rise items-center gap-2.5 px-3.5 py-1.75 text-small">{children}</p>
    </div>
  );
}
