import type { Endpoint } from '@parley/contracts';
import { limits } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { endpointsQuery, useEndpoints } from '../../hooks/use-endpoints.ts';
import { api } from '../../lib/api-client.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { fieldOf } from '../../lib/form-field.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Setting } from './Setting.tsx';
import { FormActions } from './FormActions.tsx';

const states = {
  server: 'settings.keys.server',
  own: 'settings.keys.own',
  none: 'settings.keys.missing',
  'not-needed': 'settings.keys.notNeeded',
} as const satisfies Record<Endpoint['key'], string>;

/** The providers and the keys they are asked with. A key that is kept is never shown, only replaced or removed. */
export function KeySettings({ matches }: { matches: (text: string) => boolean }) {
  const endpoints = useEndpoints();
  if (endpoints.isPending) return <Skeleton className="my-4 h-24 w-full rounded-m" />;
  if (endpoints.isError) return <ErrorNotice error={endpoints.error} onRetry={() => void endpoints.refetch()} className="my-4" />;
  const shown = endpoints.data.filter((endpoint) => matches(endpoint.name));
  if (endpoints.data.length === 0) return <p className="py-4 text-text-soft">{t('settings.keys.none')}</p>;
  return (
    <>
      <p className="pt-3 text-small text-text-soft">{t('settings.keys.help')}</p>
      {shown.map((endpoint) => (
        <EndpointKey key={endpoint.id} endpoint={endpoint} />
      ))}
    </>
  );
}

function EndpointKey({ endpoint }: { endpoint: Endpoint }) {
  const client = useQueryClient();
  const [entering, setEntering] = useState(false);
  const { id, name, key, acceptsOwnKey, models, failure } = endpoint;

  const remove = async (): Promise<void> => {
    try {
      await api.endpoints.deleteKey({ params: { id } });
      showToast(t('settings.keys.removed', { name }));
      await client.invalidateQueries(endpointsQuery);
    } catch (error) {
      showToast(sentenceOf(error), { tone: 'bad' });
    }
  };
  const source = key === 'own' ? t('settings.source.account') : key === 'server' ? t('settings.source.server') : undefined;
  const help = (
    <>
      {t(states[key])} {failure ? sentenceOf(failure) : models.length > 0 ? t('settings.keys.models', { count: models.length }) : null}
    </>
  );
  return (
    <Setting label={name} help={help} source={source} wide={entering}>
      {entering ? <KeyForm endpoint={endpoint} onDone={() => setEntering(false)} /> : null}
      {acceptsOwnKey && !entering ? (
        <div className="flex gap-2">
          <Button onClick={() => setEntering(true)}>{t(key === 'own' ? 'settings.keys.replace' : 'settings.keys.enter')}</Button>
          {key === 'own' ? (
            <Button look="bad" onClick={() => void remove()}>
              {t('settings.keys.remove')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </Setting>
  );
}

function KeyForm({ endpoint: { id, name }, onDone }: { endpoint: Endpoint; onDone: () => void }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>();

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (field: string): string => fieldOf(data, field).trim();
    setMissing(read('key') === '');
    if (busy || read('key') === '') return;
    setBusy(true);
    setError(undefined);
    try {
      await api.endpoints.putKey({ params: { id }, body: { key: read('key'), ...(read('url') === '' ? {} : { baseUrl: read('url') }) } });
      showToast(t('settings.keys.saved', { name }));
      await client.invalidateQueries(endpointsQuery);
      onDone();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} className="grid max-w-110 gap-3">
      <TextField
        label={t('settings.keys.key', { name })}
        name="key"
        type="password"
        autoComplete="off"
        data-1p-ignore
        spellCheck={false}
        takesFocus
        maxLength={limits.apiKeyCharacters}
        error={missing ? t('settings.keys.missingKey') : undefined}
      />
      <TextField
        label={t('settings.keys.url')}
        name="url"
        type="url"
        inputMode="url"
        autoComplete="off"
        maxLength={limits.urlCharacters}
        help={t('settings.keys.url.help')}
      />
      {error ? <ErrorNotice error={error} /> : null}
      <FormActions busy={busy} onCancel={onDone} />
    </form>
  );
}
