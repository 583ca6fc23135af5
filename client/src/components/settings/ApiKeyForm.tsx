import type { ApiKeyScope } from '@parley/contracts';
import { limits } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../lib/api-client.ts';
import { t } from '../../localization/localization.ts';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Segments } from '../ui/Segments.tsx';
import { TextField } from '../ui/TextField.tsx';
import { apiKeysQuery } from './api-keys-query.ts';
import { FormActions } from './FormActions.tsx';

export interface MadeKey {
  readonly name: string;
  readonly secret: string;
}

const allScopes = ['models.read', 'chat.write'] as const satisfies readonly ApiKeyScope[];
const lifetimes = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof lifetimes)[number];

interface ApiKeyFormProps {
  onMade: (key: MadeKey) => void;
  onCancel: () => void;
}

/** What a new key is called, what it may do and how long it lasts. */
export function ApiKeyForm({ onMade, onCancel }: ApiKeyFormProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(allScopes);
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (busy || name.trim() === '' || scopes.length === 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const expires = lifetime === 'never' ? {} : { expiresInDays: Number(lifetime) };
      const { key, secret } = await api.apiKeys.create({ body: { name: name.trim(), scopes: [...scopes], ...expires } });
      await client.invalidateQueries(apiKeysQuery);
      onMade({ name: key.name, secret });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void make(event)} className="grid max-w-110 gap-4 border-b border-line py-4">
      <TextField
        label={t('settings.programs.name')}
        value={name}
        autoComplete="off"
        takesFocus
        maxLength={limits.nameCharacters}
        onChange={(event) => setName(event.target.value)}
        help={t('settings.programs.name.help')}
        error={tried && name.trim() === '' ? t('settings.programs.missingName') : undefined}
      />
      <Scopes chosen={scopes} onChange={setScopes} missing={tried && scopes.length === 0} />
      <div className="grid justify-items-start gap-1.5">
        <span aria-hidden className="font-medium">
          {t('settings.programs.expires')}
        </span>
        <Segments
          label={t('settings.programs.expires')}
          value={lifetime}
          options={lifetimes.map((value) => ({ value, label: t(`settings.programs.expires.${value}`) }))}
          onChange={setLifetime}
        />
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      <FormActions label={t('settings.programs.create')} busy={busy} onCancel={onCancel} />
    </form>
  );
}

interface ScopesProps {
  chosen: readonly ApiKeyScope[];
  onChange: (scopes: readonly ApiKeyScope[]) => void;
  missing: boolean;
}

function Scopes({ chosen, onChange, missing }: ScopesProps) {
  return (
    <fieldset aria-describedby={missing ? 'api-key-scopes-error' : undefined}>
      <legend className="mb-1.5 font-medium">{t('settings.programs.may')}</legend>
      {allScopes.map((scope) => (
        <label key={scope} className="flex min-h-9 cursor-pointer items-center gap-2.5 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={({ target }) => onChange(allScopes.filter((each) => (each === scope ? target.checked : chosen.includes(each))))}
            className="size-4 accent-accent"
          />
          {t(`settings.programs.scope.${scope}`)}
        </label>
      ))}
      {missing ? (
        <p id="api-key-scopes-error" className="mt-1.5 text-small text-bad">
          {t('settings.programs.missingScope')}
        </p>
      ) : null}
    </fieldset>
  );
}
