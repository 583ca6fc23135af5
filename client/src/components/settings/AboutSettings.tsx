import { useConfig } from '../../hooks/use-config.ts';
import { useInterface } from '../../hooks/use-interface.ts';
import { t } from '../../localization/localization.ts';
import { openOverlay } from '../../stores/overlays.ts';
import { Button } from '../ui/Button.tsx';
import { LegalLinks } from '../ui/LegalLinks.tsx';
import { Setting } from './Setting.tsx';

export function VersionSetting() {
  const build = useConfig().data?.build;
  return (
    <Setting label={t('settings.version')} help={t('settings.version.help')} source={t('settings.source.server')}>
      <span className="font-code text-small text-text-soft">{build}</span>
      <LegalLinks pages={useInterface()} className="text-small" />
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
