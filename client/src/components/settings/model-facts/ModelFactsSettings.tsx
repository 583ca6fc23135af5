import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useEndpoints } from '../../../hooks/use-endpoints.ts';
import { t } from '../../../localization/localization.ts';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { chooseModels, overrideOf, unlistedOverrides } from './choose-models.ts';
import { ModelFactsItem } from './ModelFactsItem.tsx';
import { overridesQuery, probesQuery } from './model-facts-query.ts';
import { UnlistedOverride } from './UnlistedOverride.tsx';

/** Shown at most; the search finds the rest. */
const most = 60;

/** For administrators: what is taken for true of every model, where that comes from, and the way to say it better. */
export function ModelFactsSettings() {
  const endpoints = useEndpoints();
  const overrides = useQuery(overridesQuery);
  const probes = useQuery(probesQuery);
  const [typed, setTyped] = useState('');
  const failed = [endpoints, overrides, probes].find(({ isError }) => isError);
  if (failed) return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} className="my-4" />;
  if (!endpoints.data || !overrides.data || !probes.data) return <Skeleton className="my-4 h-40 w-full rounded-m" />;

  const said = overrides.data;
  const { groups, more } = chooseModels(endpoints.data, typed, most);
  const unlisted = typed.trim() === '' ? unlistedOverrides(said, endpoints.data) : [];
  return (
    <>
      <p className="pt-3 text-small text-text-soft">{t('settings.models.help')}</p>
      <TextField
        label={t('settings.models.find')}
        type="search"
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        className="my-3"
      />
      {groups.map(({ endpoint, models }) => (
        <section key={endpoint.id} aria-label={endpoint.name} className="py-2">
          <h4 className="text-small text-text-soft">
            <bdi>{endpoint.name}</bdi>
          </h4>
          <ul>
            {models.map((info) => (
              <ModelFactsItem
                key={info.id}
                endpoint={endpoint}
                info={info}
                override={overrideOf(said, endpoint.id, info.id)}
                probe={probes.data.find(({ endpoint: at, model }) => at === endpoint.id && model === info.id)}
              />
            ))}
          </ul>
        </section>
      ))}
      <p role="status" className="py-2 text-text-soft">
        {groups.length === 0 ? t('settings.models.none') : more > 0 ? t('settings.models.more', { count: more }) : ''}
      </p>
      {unlisted.length === 0 ? null : (
        <section aria-label={t('settings.models.unlisted')} className="py-2">
          <h4 className="text-small text-text-soft">{t('settings.models.unlisted')}</h4>
          {unlisted.map((override) => (
            <UnlistedOverride key={override.name} override={override} />
          ))}
        </section>
      )}
    </>
  );
}
