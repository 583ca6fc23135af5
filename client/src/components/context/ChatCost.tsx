import { useQuery } from '@tanstack/react-query';
import { useEndpoints } from '../../hooks/use-endpoints.ts';
import { api } from '../../lib/api-client.ts';
import { costWords, hasUnknownPrice } from '../../lib/cost-words.ts';
import { formatCount } from '../../lib/money.ts';
import { namesOf } from '../../lib/name-of-model.ts';
import { sumBy, type UsageSum } from '../../lib/usage-sums.ts';
import { t } from '../../localization/localization.ts';
import { ErrorNotice } from '../ui/Notice.tsx';

const words = (sum: UsageSum): string =>
  [
    costWords(sum) + (hasUnknownPrice(sum) && sum.nanodollars > 0 ? ` ${t('context.chat.partly', { count: sum.unpriced })}` : ''),
    t('message.inputTokens', { tokens: formatCount(sum.inputTokens) }),
    t('message.outputTokens', { tokens: formatCount(sum.outputTokens) }),
  ].join(' · ');

/** What the whole chat has used and cost so far, its titles and summaries too; by model where there were several. */
export function ChatCost({ conversationId }: { conversationId: string }) {
  const endpoints = useEndpoints().data;
  const usage = useQuery({
    queryKey: ['usage', 'chat', conversationId],
    queryFn: async ({ signal }) => (await api.usage.chat({ params: { id: conversationId } }, { signal })).rows,
    staleTime: 0,
    retry: false,
  });
  if (usage.isError) return <ErrorNotice error={usage.error} onRetry={() => void usage.refetch()} />;
  const rows = usage.data ?? [];
  const [total] = sumBy(rows, () => '');
  if (total === undefined) return null;
  const models = sumBy(rows, ({ endpoint, model }) => JSON.stringify([endpoint, model]));
  return (
    <section aria-label={t('context.chat')} className="border-t border-line pt-3">
      <h3 className="font-medium">{t('context.chat')}</h3>
      <p className="text-text-soft tabular-nums">{words(total)}</p>
      {models.length < 2 ? null : (
        <ul className="pt-1 text-small">
          {models.map((sum) => {
            const { model, endpoint } = namesOf(endpoints, ...(JSON.parse(sum.name) as [string, string]));
            return (
              <li key={sum.name} className="flex flex-wrap justify-between gap-x-4 py-0.5">
                <span>
                  <bdi>{model}</bdi> <bdi className="text-text-soft">{endpoint}</bdi>
                </span>
                <span className="text-text-soft tabular-nums">{words(sum)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
