import type { ReactNode } from 'react';
import { costWords, hasUnknownPrice } from '../../lib/cost-words.ts';
import { formatCount } from '../../lib/money.ts';
import { cachedPercent, type UsageSum } from '../../lib/usage-sums.ts';
import { t } from '../../localization/localization.ts';

/** Money, and what it leaves out: calls of models whose price nobody knows are never shown as free. */
function Money({ sum }: { sum: UsageSum }) {
  const isPartly = hasUnknownPrice(sum) && sum.nanodollars > 0;
  return (
    <>
      <span className={sum.nanodollars === 0 ? 'text-text-soft' : undefined}>{costWords(sum)}</span>
      {isPartly ? <span className="block text-small text-text-soft">{t('settings.usage.partly', { count: sum.unpriced })}</span> : null}
    </>
  );
}

/** How much of what was sent the provider had in its cache. */
function Cached({ sum }: { sum: UsageSum }) {
  const share = cachedPercent(sum);
  return share === null ? null : <span className="block text-small text-text-soft">{t('settings.usage.cached', { share })}</span>;
}

interface UsageTableProps {
  caption: string;
  /** What the first column is. */
  of: string;
  sums: readonly UsageSum[];
  /** What a sum's name stands for, in words. */
  words: (name: string) => ReactNode;
}

/** What was used by a model, a person, a day or a purpose. */
export function UsageTable({ caption, of, sums, words }: UsageTableProps) {
  return (
    <div className="my-3 overflow-x-auto">
      <table className="w-full border-collapse text-small tabular-nums">
        <caption className="pb-1.5 text-start font-medium">{caption}</caption>
        <thead className="text-text-soft">
          <tr>
            <th scope="col" className="py-1.5 pe-3 text-start font-normal">
              {of}
            </th>
            <th scope="col" className="px-2 py-1.5 text-end font-normal">
              {t('settings.usage.input')}
            </th>
            <th scope="col" className="px-2 py-1.5 text-end font-normal">
              {t('settings.usage.output')}
            </th>
            <th scope="col" className="py-1.5 ps-2 text-end font-normal">
              {t('settings.usage.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={sum.name} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal wrap-anywhere">
                {words(sum.name)}
              </th>
              <td className="px-2 py-1.5 text-end">
                {formatCount(sum.inputTokens)}
                <Cached sum={sum} />
              </td>
              <td className="px-2 py-1.5 text-end">{formatCount(sum.outputTokens)}</td>
              <td className="py-1.5 ps-2 text-end">
                <Money sum={sum} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
