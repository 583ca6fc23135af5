import type { ReactNode } from 'react';
import { t } from '../../localization/localization.ts';

/** Where the composer stands, as wide as the words above it and a little more. */
export function ComposerDock({ children }: { children: ReactNode }) {
  return (
    <div className="px-2.5 pb-[max(.625rem,env(safe-area-inset-bottom))] desk:px-6 desk:pb-3.5">
      <div className="mx-auto max-w-[calc(var(--measure)+1.5rem)]">
        {children}
        <p className="hidden pt-2 text-center text-small text-text-soft desk:block">{t('composer.note')}</p>
      </div>
    </div>
  );
}
