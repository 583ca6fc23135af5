import type { Endpoint, Probe, ProbedAbility } from '@parley/contracts';
import { useState } from 'react';
import { api } from '../../lib/api-client.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';

/** Written out, because the contract's own list would bring its schemas into the page. */
const abilities = ['stream', 'tools', 'images', 'reasoning', 'json'] as const satisfies readonly ProbedAbility[];

/** For administrators: asks one model what it really does, and says what came of it. */
export function ProbeModel({ endpoint: { id, name, models } }: { endpoint: Pick<Endpoint, 'id' | 'name' | 'models'> }) {
  const [model, setModel] = useState(models[0]?.id ?? '');
  const [busy, setBusy] = useState(false);
  const [probe, setProbe] = useState<Probe>();
  const [error, setError] = useState<unknown>();

  const run = async (): Promise<void> => {
    if (busy || model === '') return;
    setBusy(true);
    setError(undefined);
    setProbe(undefined);
    try {
      setProbe(await api.admin.probe({ body: { model: { endpoint: id, id: model } } }));
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <div className="mt-2 grid w-full min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={t('settings.probe.model', { name })}
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
          className="min-h-(--control) max-w-full min-w-0 flex-1 rounded-m border border-line bg-raised px-3 text-ui"
        >
          {models.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
        <Button busy={busy ? t('settings.probe.asking') : undefined} onClick={() => void run()}>
          {t('settings.probe.ask')}
        </Button>
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      <output className="block text-small text-text-soft">
        {probe ? (
          <ul className="grid gap-0.5">
            {abilities.map((ability) => {
              const { result, note } = probe.findings[ability];
              return (
                <li key={ability}>
                  {t(`settings.probe.${ability}`)}: <b className="font-medium text-text">{t(`settings.probe.${result}`)}</b>
                  {result === 'yes' || note === undefined ? null : <span dir="auto"> ({note})</span>}
                </li>
              );
            })}
          </ul>
        ) : null}
      </output>
    </div>
  );
}
