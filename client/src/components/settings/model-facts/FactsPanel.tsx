import type { Endpoint, ModelInfo, Probe } from '@parley/contracts';
import { useState } from 'react';
import { useFocusBack } from '../../../hooks/use-focus-back.ts';
import { showToast } from '../../../lib/toasts.ts';
import { t } from '../../../localization/localization.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/Notice.tsx';
import type { Override } from './choose-models.ts';
import { FactsForm } from './FactsForm.tsx';
import { FactsList } from './FactsList.tsx';
import { ProbeModel } from './ProbeModel.tsx';
import { useChangeFacts } from './use-change-facts.ts';

export interface ModelFactsProps {
  endpoint: Endpoint;
  info: ModelInfo;
  /** What an administrator said, if something was. */
  override: Override | undefined;
  /** What the model showed, if it was asked. */
  probe: Probe | undefined;
}

/** All that is known of a model, with what may be done about it. */
export function FactsPanel({ endpoint, info, override, probe }: ModelFactsProps) {
  const [changing, setChanging] = useState(false);
  const { ref, back } = useFocusBack();
  const { remove, busy, error } = useChangeFacts();
  const { name } = info;
  const everywhere = override !== undefined && override.name === info.id;
  const takeBack = async (): Promise<void> => {
    if (!override || !(await remove(override.name))) return;
    showToast(t('settings.models.takenBack', { name }));
    back();
  };
  if (changing) return <FactsForm endpoint={endpoint} info={info} override={override} onDone={() => (back(), setChanging(false))} />;
  return (
    <>
      <FactsList info={info} />
      <p className="pt-2 text-small text-text-soft">
        {t(`settings.models.sourceIs.${info.source ?? 'assumed'}`)}
        {override && info.source === 'configuration' ? ` ${t('settings.models.weaker')}` : ''}
        {everywhere ? ` ${t('settings.models.everywhere')}` : ''}
      </p>
      <div className="flex flex-wrap gap-2 pt-3">
        <Button ref={ref} size="small" aria-label={t('settings.models.changeNamed', { name })} onClick={() => setChanging(true)}>
          {t('settings.models.change')}
        </Button>
        {override ? (
          <Button
            size="small"
            busy={busy ? t('settings.models.takeBack') : undefined}
            aria-label={t('settings.models.takeBackNamed', { name })}
            onClick={() => void takeBack()}
          >
            {t('settings.models.takeBack')}
          </Button>
        ) : null}
      </div>
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
      {endpoint.key !== 'none' && endpoint.provider !== 'demo' ? <ProbeModel endpoint={endpoint} info={info} probe={probe} /> : null}
    </>
  );
}
