import { useConfig } from '../../hooks/use-config.ts';
import { useInterface } from '../../hooks/use-interface.ts';
import { t } from '../../localization/localization.ts';
import { openOverlay } from '../../stores/overlays.ts';
import { Button } from '../ui/Button.tsx';
import { LegalLinks } from '../ui/LegalLinks.tsx';
import { Setting } from './Setting.tsx';

export function VersionSetting() {
  const build = useConfig().data?.build;
  const { buildInfo, ...pages } = useInterface();
  if (!buildInfo) {
    const hasPages = pages.privacyPolicy !== undefined || pages.termsOfService !== undefined;
    return hasPages ? (
      <Setting label={t('settings.pages')} help={t('settings.pages.help')} source={t('settings.source.server')}>
        <LegalLinks pages={pages} className="text-small" />
      </Setting>
    ) : null;
  }
  return (
    <Setting label={t('settings.version')} help={t('settings.version.help')} source={t('settings.source.server')}>
      <span className="font-code text-small text-text-soft">{build}</span>
      <LegalLinks pages={pages} className="text-small" />
    </Setting>
  );
}

export function ShortcutsSetting() {
  return (
    <Setting label={t('settings.shortcuts')} help={t('settings.shortcuts.help')}>
      <Button onClick={() => openOverlay('shortcuts')}>{t('settings.shortcuts.show')}</Button>
    </Setting>
  );
}

export function ApiSetting() {
  return (
    <Setting label={t('settings.api')} help={t('settings.api.help')}>
      <a
        href="/api/docs"
        target="_blank"
        rel="noreferrer"
        className="inline-flex min-h-(--control) items-center rounded-m border border-line px-3.5 font-medium hover:bg-tint"
      >
        {t('settings.api.open')}
      </a>
    </Setting>
  );
}
