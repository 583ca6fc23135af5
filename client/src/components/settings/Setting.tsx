import type { ReactNode } from 'react';
import { t } from '../../localization/localization.ts';

interface SettingProps {
  label: string;
  help?: ReactNode;
  /** Where the value comes from: default, this browser, the account, the server. */
  source?: string | undefined;
  children?: ReactNode;
  /** Puts the control under the words instead of beside them. */
  wide?: boolean;
}

/** One setting: what it is, what it does, where its value comes from, and its control. */
export function Setting({ label, help, source, children, wide = false }: SettingProps) {
  return (
    <div
      className={
        wide
          ? 'border-b border-line py-4 last:border-0'
          : 'flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5 border-b border-line py-4 last:border-0'
      }
    >
      <div className="min-w-44 flex-1">
        <h4 className="font-medium">{label}</h4>
        {help ? <p className="text-small text-text-soft">{help}</p> : null}
        {source === undefined ? null : <p className="text-small text-text-soft">{t('settings.from', { source })}</p>}
      </div>
      {children ? <div className={wide ? 'mt-3' : 'max-w-full'}>{children}</div> : null}
    </div>
  );
}
