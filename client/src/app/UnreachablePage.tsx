import { ErrorNotice } from '../components/ui/Notice.tsx';
import { startSession } from '../lib/session.ts';
import { CenteredPage } from './CenteredPage.tsx';

/** The server could not be asked who this is. */
export function UnreachablePage({ error }: { error: unknown }) {
  return (
    <CenteredPage>
      <ErrorNotice error={error} onRetry={() => void startSession()} className="text-start" />
    </CenteredPage>
  );
}
