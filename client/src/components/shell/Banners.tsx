import { clsx } from 'clsx';
import { CloudOff, ShieldAlert, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useConfig } from '../../hooks/use-config.ts';
import { useSession } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';
import { useConnection } from '../../stores/connection.ts';
import { IconButton } from '../ui/IconButton.tsx';

/** What concerns the whole page: the connection, and an operator's choice that an administrator should know of. */
export function Banners() {
  return (
    <>
      <InsecureBanner />
      <ConnectionBanner />
    </>
  );
}

interface BannerProps {
  tone: 'warn' | 'plain';
  icon: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}

function Banner({ tone, icon, end, children }: BannerProps) {
  return (
    <div className={clsx('flex items-center gap-2.5 border-b border-line bg-tint px-4 py-1.5 text-small', tone === 'warn' && 'text-warn')}>
      {icon}
      <p className="min-w-0 flex-1 py-0.5">{children}</p>
      {end}
    </div>
  );
}

function InsecureBanner() {
  const insecure = useConfig().data?.insecure ?? false;
  const administrator = useSession((state) => state.account?.role === 'administrator');
  const [dismissed, setDismissed] = useState(false);
  if (!insecure || !administrator || dismissed) return null;
  const close = (
    <IconButton label={t('common.dismiss')} size="small" onClick={() => setDismissed(true)}>
      <X aria-hidden />
    </IconButton>
  );
  return (
    <Banner tone="warn" icon={<ShieldAlert aria-hidden className="size-4" />} end={close}>
      {t('banner.insecure')}
    </Banner>
  );
}

/** A short break is not worth a word; a reconnect is said only when it takes this long. */
const patience = 2_500;

function ConnectionBanner() {
  const status = useConnection((state) => state.status);
  return (
    <output className="block">{status === 'offline' || status === 'connecting' ? <Broken offline={status === 'offline'} /> : null}</output>
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
    <Banner tone="plain" icon={<CloudOff aria-hidden className="size-4 text-text-soft" />}>
      {t(offline ? 'banner.offline' : 'banner.reconnecting')}
    </Banner>
  );
}
