import { limits } from '@parley/contracts';
import { useState, type FormEvent } from 'react';
import { api } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { fieldOf } from '../../lib/form-field.ts';
import { signIn } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { TextField } from '../ui/TextField.tsx';
import { checkEmail, checkNewPassword, focusFirstWrong } from './check-fields.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './use-submit.ts';

interface RegisterFormProps {
  codeNeeded: boolean;
  onSignedIn: () => void;
}

interface Wrong {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

const isCode = (error: unknown, code: string): boolean => error instanceof ApiError && error.code === code;

/** Registering answers the same whether the address is new or not, so signing in right after it tells. */
async function registerAndSignIn(input: { name: string; email: string; password: string; code?: string }): Promise<void> {
  await api.auth.register({ body: input });
  await signIn(input.email, input.password);
}

export function RegisterForm({ codeNeeded, onSignedIn }: RegisterFormProps) {
  const { busy, error, run, clear } = useSubmit();
  const [wrong, setWrong] = useState<Wrong>({});
  const taken = isCode(error, 'auth.invalid-credentials');
  const refused = isCode(error, 'auth.code-refused');

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const read = (name: string): string => fieldOf(data, name);
    const found: Wrong = {
      name: read('name').trim() === '' ? t('auth.missing.name') : undefined,
      email: checkEmail(read('email')),
      password: checkNewPassword(read('password')),
      code: codeNeeded && read('code').trim() === '' ? t('auth.missing.code') : undefined,
    };
    setWrong(found);
    if (Object.values(found).some((problem) => problem !== undefined)) {
      focusFirstWrong(form);
      return;
    }
    run(async () => {
      const code = codeNeeded ? { code: read('code').trim() } : {};
      await registerAndSignIn({ name: read('name').trim(), email: read('email').trim(), password: read('password'), ...code });
      onSignedIn();
    });
  };
  const edited = (): void => {
    setWrong({});
    clear();
  };
  return (
    <form noValidate onSubmit={submit} onChange={edited} className="mt-4 grid gap-3.5">
      <TextField label={t('auth.name')} name="name" autoComplete="name" maxLength={limits.nameCharacters} takesFocus error={wrong.name} />
      <TextField
        label={t('auth.email')}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        error={wrong.email ?? (taken ? t('auth.registered.taken') : undefined)}
      />
      <PasswordField
        label={t('auth.password')}
        name="password"
        autoComplete="new-password"
        maxLength={limits.passwordMaxCharacters}
        help={t('auth.password.help', { count: limits.passwordMinCharacters })}
        error={wrong.password}
      />
      {codeNeeded ? (
        <TextField
          label={t('auth.code')}
          name="code"
          autoComplete="one-time-code"
          spellCheck={false}
          help={t('auth.code.help')}
          error={wrong.code ?? (refused ? sentenceOf(error) : undefined)}
        />
      ) : null}
      {error && !taken && !refused ? <ErrorNotice error={error} /> : null}
      <Button type="submit" look="first" size="full" className="mt-1" busy={busy ? t('auth.creatingAccount') : undefined}>
        {t('auth.createAccount')}
      </Button>
    </form>
  );
}
