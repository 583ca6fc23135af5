import { useEffect, useRef } from 'react';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import type { MadeKey } from './ApiKeyForm.tsx';
import { CopyButton } from './CopyButton.tsx';

/** The one time that a secret is seen: a field to select from, and a button that copies it. */
export function ApiKeySecret({ made: { name, secret }, onDone }: { made: MadeKey; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div role="group" aria-label={t('settings.programs.secret')} className="my-4 grid gap-3 rounded-m bg-tint p-4">
      <p role="status" className="font-medium">
        {t('settings.programs.made', { name })}
      </p>
      <input
        ref={field}
        readOnly
        value={secret}
        aria-label={t('settings.programs.secret')}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className="min-h-(--field) w-full min-w-0 rounded-m border border-line-strong bg-canvas px-3 font-code text-small"
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={secret} label={t('settings.programs.copy')} look="first" />
        <Button onClick={onDone}>{t('settings.programs.done')}</Button>
      </div>
    </div>
  );
}
