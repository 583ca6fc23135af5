import { Link } from '@tanstack/react-router';
import { useTitle } from '../hooks/use-title.ts';
import { t } from '../localization/localization.ts';
import { CenteredPage } from './CenteredPage.tsx';

export function NotFoundPage() {
  useTitle(t('page.notFound.title'));
  return (
    <CenteredPage>
      <h1 className="text-title font-bold tracking-[-0.015em]">{t('page.notFound.title')}</h1>
      <p className="mt-1 text-text-soft">{t('page.notFound.text')}</p>
      <Link
        to="/"
        className="mt-5 inline-flex min-h-(--control) items-center rounded-m border border-line px-3.5 font-medium hover:bg-tint"
      >
        {t('page.notFound.home')}
      </Link>
    </CenteredPage>
  );
}
