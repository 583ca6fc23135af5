import type { Session } from '@parley/contracts';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { leaveSession } from '../../lib/session.ts';
import { showToast } from '../../lib/toasts.ts';
import { formatMoment } from '../../localization/dates.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { describeAgent } from './describe-agent.ts';
import { Setting } from './Setting.tsx';

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await api.auth.listSessions({}, { signal })).sessions,
  staleTime: 0,
});

export function SessionSettings() {
  const sessions = useQuery(sessionsQuery);
  return (
    <>
      <p className="pt-3 text-small text-text-soft">{t('settings.sessions.help')}</p>
      {sessions.isPending ? <Skeleton className="my-4 h-16 w-full rounded-m" /> : null}
      {sessions.isError ? <ErrorNotice error={sessions.error} onRetry={() => void sessions.refetch()} className="my-4" /> : null}
      {sessions.data?.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
      <Everywhere />
    </>
  );
}

function SessionRow({ session: { id, userAgent, address, lastUsedAt, current } }: { session: Session }) {
  const client = useQueryClient();
  const agent = describeAgent(userAgent);
  const end = async (): Promise<void> => {
    try {
      await api.auth.endSession({ params: { id } });
      showToast(t('settings.sessions.ended'));
    } catch (error) {
      showToast(sentenceOf(error), { tone: 'bad' });
    }
    await client.invalidateQueries(sessionsQuery);
  };
  const help = `${address} · ${current ? t('settings.sessions.current') : t('settings.sessions.lastUsed', { moment: formatMoment(lastUsedAt) })}`;
  return (
    <Setting label={agent} help={help}>
      {current ? null : (
        <Button aria-label={t('settings.sessions.endNamed', { agent })} onClick={() => void end()}>
          {t('settings.sessions.end')}
        </Button>
      )}
    </Setting>
  );
}

function Everywhere() {
  const end = async (): Promise<void> => {
    try {
      await api.auth.signOutEverywhere();
      leaveSession();
    } catch (error) {
      showToast(sentenceOf(error), { tone: 'bad' });
    }
  };
  return (
    <Setting label={t('settings.sessions.everywhere')} help={t('settings.sessions.everywhere.help')}>
      <Button look="bad" onClick={() => void end()}>
        {t('settings.sessions.everywhere')}
      </Button>
    </Setting>
  );
}
