import { limits } from '@parley/contracts';
import { t } from '../../localization/localization.ts';

/** What is wrong with an email address, in words; undefined when nothing is. */
export function checkEmail(email: string): string | undefined {
  if (email.trim() === '') return t('auth.missing.email');
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email.trim()) ? undefined : t('auth.wrong.email');
}

export function checkNewPassword(password: string): string | undefined {
  if (password === '') return t('auth.missing.password');
  return password.length < limits.passwordMinCharacters ? t('auth.short.password', { count: limits.passwordMinCharacters }) : undefined;
}

/** Puts the focus into the first field of a form that is wrong. */
export function focusFirstWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
