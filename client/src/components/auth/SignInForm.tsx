import { useState, type FormEvent } from 'react';
import { ApiError } from '../../lib/api-error.ts';
import { explainError } from '../../lib/explain-error.ts';
import { fieldOf } from '../../lib/form-field.ts';
import { signIn } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { TextField } from '../ui/TextField.tsx';
import { checkEmail, focusFirstWrong } from './check-fields.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './use-submit.ts';

interface SignInFormProps {
  /** Known already, when a session ended. */
  email?: string | undefined;
  onSignedIn: () => void;
}

/** Codes that are about what was typed: said under the field, not in a notice. */
const aboutTyping = ['auth.invalid-credentials', 'auth.throttled'];

export function SignInForm({ email, onSignedIn }: SignInFormProps) {
  const { busy, error, run, clear } = useSubmit();
  const [wrong, setWrong] = useState<{ email?: string | undefined; password?: string | undefined }>({});
  const typed = error instanceof ApiError && aboutTyping.includes(error.code) ? explainError(error) : undefined;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const password = fieldOf(data, 'password');
    const found = { email: checkEmail(fieldOf(data, 'email')), password: password === '' ? t('auth.missing.password') : undefined };
    setWrong(found);
    if (found.email || found.password) {
      focusFirstWrong(form);
      return;
    }
    run(async () => {
      try {
        await signIn(fieldOf(data, 'email').trim(), password);
        onSignedIn();
      } catch (thrown) {
        focusFirstWrong(form);
        throw thrown;
      }
    });
  };
  const edited = (): void => {
    setWrong({});
    clear();
  };
  return (
    <form noValidate onSubmit={submit} onChange={edited} className="mt-4 grid gap-3.5">
      <TextField
        label={t('auth.email')}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        defaultValue={email}
        takesFocus={email === undefined}
        error={wrong.email}
      />
      <PasswordField
        label={t('auth.password')}
        name="password"
        autoComplete="current-password"
        takesFocus={email !== undefined}
        error={wrong.password ?? (typed ? `${typed.title} ${typed.next}` : undefined)}
      />
      {error && !typed ? <ErrorNotice error={error} /> : null}
      <Button type="submit" look="first" size="full" className="mt-1" busy={busy ? t('auth.signingIn') : undefined}>
        {t('auth.signIn')}
      </Button>
    </form>
  );
}
