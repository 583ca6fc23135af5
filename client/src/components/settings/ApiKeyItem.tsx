import type { ApiKey } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api-client.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';
import { formatMoment } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { apiKeysQuery } from './api-keys-query.ts';
import { Setting } from './Setting.tsx';

function untilWords(expiresAt: number | null): string {
  if (expiresAt === null) return t('settings.programs.forever');
  const moment = formatMoment(expiresAt);
  return expiresAt > Date.now() ? t('settings.programs.until', { moment }) : t('settings.programs.expired', { moment });
}

/** The focus goes to what keeps the key: pressing again at once revokes nothing. */
const takeFocus = (button: HTMLButtonElement | null): void => button?.focus();

/** One key: what it is, when it was used, and the way to end it, which asks once more. */
export function ApiKeyItem({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { id, name, prefix, scopes, expiresAt, lastUsedAt } = apiKey;

  const revoke = async (): Promise<void> => {
    try {
      await api.apiKeys.remove({ params: { id } });
      showToast(t('settings.programs.revoked', { name }));
    } catch (error) {
      showToast(sentenceOf(error), { tone: 'bad' });
    }
    await client.invalidateQueries(apiKeysQuery);
  };
  const used =
    lastUsedAt === null ? t('settings.programs.neverUsed') : t('settings.programs.lastUsed', { moment: formatMoment(lastUsedAt) });
  const help = (
    <>
      <code className="font-code">{prefix}…</code> · {scopes.map((scope) => t(`settings.programs.scope.${scope}`)).join(', ')} · {used} ·{' '}
      {untilWords(expiresAt)}
    </>
  );
  return (
    <Setting label={name} help={help} wide={asking}>
      {asking ? (
        <div className="grid gap-3">
          <p role="alert">{t('settings.programs.sure', { name })}</p>
          <div className="flex flex-wrap gap-2">
            <Button look="bad" aria-label={t('settings.programs.revokeNamed', { name })} onClick={() => void revoke()}>
              {t('settings.programs.revoke')}
            </Button>
            <Button look="quiet" ref={takeFocus} onClick={() => setAsking(false)}>
              {t('settings.programs.keep')}
            </Button>
          </div>
        </div>
      ) : (
        <Button aria-label={t('settings.programs.revokeNamed', { name })} onClick={() => setAsking(true)}>
          {t('settings.programs.revoke')}
        </Button>
      )}
    </Setting>
  );
}
