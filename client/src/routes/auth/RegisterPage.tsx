import '../../localization/auth-words.ts';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { AuthCard, linkLook } from '../../components/auth/AuthCard.tsx';
import { RegisterForm } from '../../components/auth/RegisterForm.tsx';
import { configQuery, useConfig } from '../../hooks/use-config.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { queryClient } from '../../lib/query-client.ts';
import { safeRedirect } from '../../lib/safe-redirect.ts';
import { useSession } from '../../lib/session.ts';
import { t } from '../../localization/localization.ts';

export function RegisterPage() {
  const { redirect } = useSearch({ from: '/register' });
  const navigate = useNavigate();
  const { data: config } = useConfig();
  const status = useSession((state) => state.status);
  useTitle(t('auth.createAccount'));

  const target = safeRedirect(redirect);
  if (status === 'signed-in') return <Navigate to={target} replace />;
  const signInLink = (
    <Link to="/sign-in" search={redirect === undefined ? {} : { redirect }} className={linkLook}>
      {t('auth.signIn')}
    </Link>
  );
  if (config && !config.registration.open) {
    return (
      <AuthCard title={t('auth.register.closed.title')} text={t('auth.register.closed.text')}>
        <p className="mt-4">{signInLink}</p>
      </AuthCard>
    );
  }
  const first = config?.registration.first ?? false;
  const foot = (
    <>
      {t('auth.haveAccount')} {signInLink}
    </>
  );
  return (
    <AuthCard
      title={t(first ? 'auth.register.first.title' : 'auth.register.title')}
      text={t(first ? 'auth.register.first.text' : 'auth.register.text')}
      foot={first ? null : foot}
    >
      <RegisterForm
        codeNeeded={config?.registration.codeNeeded ?? false}
        onSignedIn={() => {
          void queryClient.invalidateQueries(configQuery);
          void navigate({ to: target, replace: true });
        }}
      />
    </AuthCard>
  );
}
