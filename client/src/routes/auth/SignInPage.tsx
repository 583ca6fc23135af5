import '../../localization/auth-words.ts';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { AuthCard, linkLook } from '../../components/auth/AuthCard.tsx';
import { SignInForm } from '../../components/auth/SignInForm.tsx';
import { useConfig } from '../../hooks/use-config.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { safeRedirect } from '../../lib/safe-redirect.ts';
import { useSession } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';

export function SignInPage() {
  const { redirect } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const config = useConfig();
  const status = useSession((state) => state.status);
  useTitle(t('auth.signIn'));

  const target = safeRedirect(redirect);
  if (status === 'signed-in') return <Navigate to={target} replace />;
  const register = config.data?.registration.open ? (
    <>
      {t('auth.noAccount')}{' '}
      <Link to="/register" search={redirect === undefined ? {} : { redirect }} className={linkLook}>
        {t('auth.createAccount')}
      </Link>
    </>
  ) : null;
  return (
    <AuthCard title={t('auth.signIn.title')} text={t('auth.signIn.text')} foot={register}>
      <SignInForm onSignedIn={() => void navigate({ to: target, replace: true })} />
    </AuthCard>
  );
}
