import { priceWords } from '../../../lib/fact-words.ts';
import { formatCount } from '../../../lib/money.ts';
import { showToast } from '../../../lib/toasts.ts';
import { t } from '../../../localization/localization.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/Notice.tsx';
import type { Override } from './choose-models.ts';
import { useChangeFacts } from './use-change-facts.ts';

/** What was said of a model that no endpoint lists: it holds if the model is asked all the same, and can be taken back. */
export function UnlistedOverride({ override: { name, facts } }: { override: Override }) {
  const { remove, busy, error } = useChangeFacts();
  const takeBack = async (): Promise<void> => {
    if (await remove(name)) showToast(t('settings.models.takenBack', { name }));
  };
  const holds = facts.contextTokens === undefined ? '' : `${t('models.context', { tokens: formatCount(facts.contextTokens) })} · `;
  return (
    <div className="border-b border-line py-2 last:border-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0">
          <bdi className="block font-medium wrap-anywhere">{name}</bdi>
          <span className="text-small text-text-soft">
            {holds}
            {priceWords(facts.prices)}
          </span>
        </p>
        <Button
          size="small"
          busy={busy ? t('settings.models.takeBack') : undefined}
          aria-label={t('settings.models.takeBackNamed', { name })}
          onClick={() => void takeBack()}
        >
          {t('settings.models.takeBack')}
        </Button>
      </div>
      {error ? <ErrorNotice error={error} className="mt-2" /> : null}
    </div>
  );
}
