import '../../localization/auth-words.ts';
import { limits } from '@parley/contracts';
import { useRef, useState, type FormEvent } from 'react';
import { api } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { fieldOf } from '../../lib/form-field.ts';
import { setAccount, useSession } from '../../lib/session.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Setting } from './Setting.tsx';
import { FormActions } from './FormActions.tsx';

export function NameSetting() {
  const account = useSession((state) => state.account);
  const [name, setName] = useState(account?.name ?? '');
  const [error, setError] = useState<unknown>();
  const changed = name.trim() !== '' && name.trim() !== account?.name;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!changed) return;
    setError(undefined);
    try {
      setAccount(await api.account.update({ body: { name: name.trim() } }));
      showToast(t('settings.name.saved'));
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Setting label={t('settings.name')} help={t('settings.name.help')} source={t('settings.source.account')}>
      <form onSubmit={(event) => void save(event)} className="flex items-start gap-2">
        <TextField
          label={t('settings.name')}
          hideLabel
          value={name}
          autoComplete="name"
          maxLength={limits.nameCharacters}
          onChange={(event) => setName(event.target.value)}
          error={error ? sentenceOf(error) : undefined}
          className="w-52"
        />
        <Button type="submit" disabled={!changed} className="min-h-(--field)">
          {t('common.save')}
        </Button>
      </form>
    </Setting>
  );
}

export function EmailSetting() {
  const email = useSession((state) => state.account?.email);
  return (
    <Setting label={t('settings.email')} help={t('settings.email.help')} source={t('settings.source.account')}>
      <span className="wrap-anywhere text-text-soft">{email}</span>
    </Setting>
  );
}

export function PasswordSetting() {
  const [open, setOpen] = useState(false);
  return (
    <Setting label={t('settings.password')} help={t('settings.password.help')} wide={open}>
      {open ? (
        <PasswordForm onDone={() => setOpen(false)} />
      ) : (
        <Button onClick={() => setOpen(true)}>{t('settings.password.change')}</Button>
      )}
    </Setting>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [next, setNext] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const refused = error instanceof ApiError && error.code === 'account.password-refused';
  const short = next !== '' && next.length < limits.passwordMinCharacters;

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const current = fieldOf(new FormData(event.currentTarget), 'current');
    if (busy || short || next === '' || current === '') return;
    setBusy(true);
    setError(undefined);
    try {
      await api.account.changePassword({ body: { current, next } });
      showToast(t('settings.password.saved'));
      onDone();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <form ref={form} onSubmit={(event) => void save(event)} className="grid max-w-90 gap-3">
      <TextField
        label={t('settings.password.current')}
        name="current"
        type="password"
        autoComplete="current-password"
        takesFocus
        error={refused ? sentenceOf(error) : undefined}
      />
      <TextField
        label={t('settings.password.next')}
        type="password"
        autoComplete="new-password"
        value={next}
        maxLength={limits.passwordMaxCharacters}
        onChange={(event) => setNext(event.target.value)}
        help={t('auth.password.help', { count: limits.passwordMinCharacters })}
      />
      {error && !refused ? <ErrorNotice error={error} /> : null}
      <FormActions label={t('settings.password.change')} busy={busy} onCancel={onDone} />
    </form>
  );
}
