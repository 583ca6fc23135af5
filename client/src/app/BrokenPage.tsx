import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../components/ui/Button.tsx';
import { t } from '../localization/localization.ts';
import { CenteredPage } from './CenteredPage.tsx';

/** What is shown when a page breaks: never a blank one. */
export function BrokenPage({ error }: ErrorComponentProps) {
  return (
    <CenteredPage>
      <h1 className="text-title font-bold tracking-[-0.015em]">{t('page.broken.title')}</h1>
      <p className="mt-1 text-text-soft">{t('page.broken.text')}</p>
      <Button look="first" className="mt-5" onClick={() => location.reload()}>
        {t('common.reload')}
      </Button>
      <details className="mt-6 text-start text-small text-text-soft">
        <summary className="text-center">{t('common.details')}</summary>
        <pre className="mt-2 max-h-60 overflow-auto rounded-m bg-code p-3 font-code whitespace-pre-wrap" dir="ltr">
          {error instanceof Error ? error.message : String(error)}
        </pre>
      </details>
    </CenteredPage>
  );
}
