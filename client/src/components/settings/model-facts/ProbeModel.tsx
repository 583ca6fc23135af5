import type { Endpoint, ModelInfo, Probe, ProbedAbility } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endpointsQuery } from '../../../hooks/use-endpoints.ts';
import { api } from '../../../lib/api-client.ts';
import { formatMoment } from '../../../localization/dates.ts';
import { t } from '../../../localization/localization.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { probesQuery } from './model-facts-query.ts';

/** Written out, because the contract's own list would bring its schemas into the page. */
const abilities = ['stream', 'tools', 'images', 'reasoning', 'json'] as const satisfies readonly ProbedAbility[];

interface ProbeModelProps {
  endpoint: Pick<Endpoint, 'id'>;
  info: Pick<ModelInfo, 'id' | 'name'>;
  probe: Probe | undefined;
}

/** What a model showed when it was last asked, and the way to ask it now: five small calls that count as the administrator's own. */
export function ProbeModel({ endpoint, info: { id, name }, probe }: ProbeModelProps) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.admin.probe({ body: { model: { endpoint: endpoint.id, id } } });
      await Promise.all([client.invalidateQueries(probesQuery), client.invalidateQueries(endpointsQuery)]);
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <div className="grid gap-2 pt-4">
      <h5 className="font-medium">{t('settings.probe.title')}</h5>
      <output className="block text-small">
        {probe === undefined ? (
          <span className="text-text-soft">{t('settings.probe.never')}</span>
        ) : (
          <>
            <span className="text-text-soft">{t('settings.probe.at', { moment: formatMoment(probe.at) })}</span>
            <ul className="grid gap-0.5 pt-1">
              {abilities.map((ability) => {
                const { result, note } = probe.findings[ability];
                return (
                  <li key={ability} className="text-text-soft wrap-anywhere">
                    {t(`settings.probe.${ability}`)}: <b className="font-medium text-text">{t(`settings.probe.${result}`)}</b>
                    {result === 'yes' || note === undefined ? null : <span dir="auto"> ({note})</span>}
                  </li>
                );
              })}
            </ul>
          </>
        )}
      </output>
      {error ? <ErrorNotice error={error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="small"
          busy={busy ? t('settings.probe.asking') : undefined}
          aria-label={busy ? undefined : t('settings.probe.askNamed', { name })}
          onClick={() => void run()}
        >
          {t('settings.probe.ask')}
        </Button>
        <span className="text-small text-text-soft">{t('settings.probe.costs')}</span>
      </div>
    </div>
  );
}
